"""The service's JSON, read into our values. What it says besides is left unread: fields are added over the years."""

from __future__ import annotations

from typing import Any

import msgspec

from afterglow.ground.gateways.payments.payment import CardPayment, CardRefund, Denied, Unanswered
from afterglow.ground.gateways.payments.wire import Answer


class _State(msgspec.Struct):
    status: str
    finished: bool = False
    code: str = ""


class _Link(msgspec.Struct):
    href: str = ""


class _Links(msgspec.Struct):
    next_url: _Link | None = None


class _Summary(msgspec.Struct):
    amount_available: int | None = 0
    amount_submitted: int | None = 0
    status: str = ""


class _Payment(msgspec.Struct):
    payment_id: str
    reference: str
    amount: int
    state: _State
    refund_summary: _Summary = msgspec.field(default_factory=_Summary)
    links: _Links = msgspec.field(default_factory=_Links, name="_links")


class _Refund(msgspec.Struct):
    refund_id: str
    amount: int
    status: str


class _EmbeddedRefunds(msgspec.Struct):
    refunds: list[_Refund] = []


class _Refunds(msgspec.Struct):
    embedded: _EmbeddedRefunds = msgspec.field(default_factory=_EmbeddedRefunds, name="_embedded")


class _Found(msgspec.Struct):
    payment_id: str
    reference: str = ""


class _Search(msgspec.Struct):
    results: list[_Found] = []


class _Problem(msgspec.Struct):
    code: str = ""
    description: str = ""


def payment_in(answer: Answer) -> CardPayment:
    """The payment of an answer. Raises Unanswered when it is none that can be read."""
    told = _decoded(answer, _Payment)
    summary = told.refund_summary
    return CardPayment(
        payment_id=told.payment_id,
        reference=told.reference,
        pence=told.amount,
        status=told.state.status,
        finished=told.state.finished,
        code=told.state.code,
        next_url=told.links.next_url.href if told.links.next_url else "",
        refundable=(summary.amount_available or 0) if summary.status == "available" else 0,
        refunded=summary.amount_submitted or 0,
    )


def refund_in(answer: Answer) -> CardRefund:
    """The refund of an answer."""
    told = _decoded(answer, _Refund)
    return CardRefund(told.refund_id, told.amount, told.status)


def refunds_in(answer: Answer) -> tuple[CardRefund, ...]:
    """Every refund of an answer."""
    told = _decoded(answer, _Refunds)
    return tuple(CardRefund(one.refund_id, one.amount, one.status) for one in told.embedded.refunds)


def ids_in(answer: Answer, reference: str) -> tuple[str, ...]:
    """The ids of a search's results that have exactly this reference."""
    told = _decoded(answer, _Search)
    return tuple(one.payment_id for one in told.results if one.reference == reference)


def refuse_unless_done(answer: Answer) -> None:
    """Raises Unanswered where the service is busy or broken, Denied where it said no."""
    if 200 <= answer.status < 300:
        return
    try:
        problem = msgspec.json.decode(answer.body, type=_Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        problem = _Problem()
    if answer.status == 429 or answer.status >= 500:
        raise Unanswered(f"{answer.status} {problem.code}".strip())
    raise Denied(answer.status, problem.code, problem.description)


def _decoded(answer: Answer, kind: type[Any]) -> Any:
    refuse_unless_done(answer)
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unanswered("the answer cannot be read") from None
