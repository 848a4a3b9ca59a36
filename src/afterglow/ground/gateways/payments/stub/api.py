"""The stub's API: the requests that the gateway makes, answered as the service would, faults included.

Written from the service's public API description, not from its code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import msgspec

from afterglow.ground.gateways.payments.govuk_pay import MOST_PENCE
from afterglow.ground.gateways.payments.payment import Denied, NewPayment, Unanswered
from afterglow.ground.gateways.payments.stub.showing import payment_shown, refund_shown
from afterglow.ground.gateways.payments.stub.till import Till
from afterglow.ground.gateways.payments.wire import Answer

Fault = Literal["unreachable", "answer lost", "busy", "broken"]
"""Nothing arrives; it is done but the answer is lost; 429; 500."""

_PATH = re.compile(r"/v1/payments(?:/(?P<id>[a-z0-9]+)(?:/(?P<what>cancel|refunds)(?:/(?P<refund>[a-z0-9]+))?)?)?")
_FIREWALL = re.compile(r'[<>"\\|]')
_TEXTS = {"reference": 255, "description": 255, "return_url": 2000}


class _Asked(msgspec.Struct):
    amount: int
    reference: str
    description: str
    return_url: str


class _RefundAsked(msgspec.Struct):
    amount: int
    refund_amount_available: int


@dataclass
class StubApi:
    """Answers requests; itself a wire for a gateway in the same process. ``faults`` strike the next requests."""

    till: Till
    pages_url: str = "/card/"
    faults: list[Fault] = field(default_factory=list)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """One request, with whatever fault is its turn. Raises Unanswered as a broken line would."""
        fault = self.faults.pop(0) if self.faults else None
        if fault == "unreachable":
            raise Unanswered("the stub cannot be reached")
        if fault == "busy":
            return _problem(Denied(429, "P0900", "Too many requests"))
        if fault == "broken":
            return _problem(Denied(500, "P0198", "Downstream system error"))
        answer = self.answer(method, path, headers, body)
        if fault == "answer lost":
            raise Unanswered("the stub did it, and its answer was lost")
        return answer

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """One request, answered."""
        account = headers.get("Authorization", "").removeprefix("Bearer ").strip()
        if not account:
            return Answer(401, b"Credentials are required to access this resource")
        parts = urlsplit(path)
        match = _PATH.fullmatch(parts.path)
        if match is None:
            return Answer(404, b"")
        try:
            return self._answered(method, match, parse_qs(parts.query), account, body)
        except Denied as denied:
            return _problem(denied)

    def _answered(
        self, method: str, match: re.Match[str], query: Mapping[str, list[str]], account: str, body: bytes
    ) -> Answer:
        payment_id, what = match["id"], match["what"]
        if method == "POST" and payment_id is None:
            made = self.till.create(_asked(body), account)
            return _json(201, payment_shown(made, pages_url=self.pages_url))
        if method == "GET" and payment_id is None:
            return self._found(query.get("reference", [""])[0], account)
        if method == "GET" and what is None:
            return _json(200, payment_shown(self.till.get(payment_id, account), pages_url=self.pages_url))
        if method == "POST" and what == "cancel":
            self.till.cancel(payment_id, account)
            return Answer(204, b"")
        if what == "refunds":
            return self._refunds(method, payment_id, match["refund"], account, body)
        return Answer(405, b"")

    def _found(self, reference: str, account: str) -> Answer:
        found = [payment_shown(one, pages_url=self.pages_url) for one in self.till.search(reference, account)]
        return _json(200, {"total": len(found), "count": len(found), "page": 1, "results": found, "_links": {}})

    def _refunds(self, method: str, payment_id: str, refund_id: str | None, account: str, body: bytes) -> Answer:
        if method == "POST" and refund_id is None:
            told = _decoded(body, _RefundAsked, "P0697", "P0601")
            made = self.till.refund(payment_id, account, pence=told.amount, available=told.refund_amount_available)
            return _json(202, refund_shown(self.till.get(payment_id, account), made))
        payment = self.till.get(payment_id, account)
        if refund_id is None:
            shown = [refund_shown(payment, one) for one in payment.refunds]
            return _json(200, {"payment_id": payment_id, "_links": {}, "_embedded": {"refunds": shown}})
        one = next((one for one in payment.refunds if one.refund_id == refund_id), None)
        if one is None:
            raise Denied(404, "P0700", "Not found")
        return _json(200, refund_shown(payment, one))


def _asked(body: bytes) -> NewPayment:
    if _FIREWALL.search("".join(map(str, _texts(body)))):
        raise Denied(403, "P0920", "Request blocked by firewall")
    told = _decoded(body, _Asked, "P0197", "P0101")
    if not 0 <= told.amount <= MOST_PENCE:
        raise Denied(422, "P0102", "Invalid attribute value: amount")
    for name, most in _TEXTS.items():
        if len(getattr(told, name)) > most:
            raise Denied(422, "P0102", f"Invalid attribute value: {name}")
    return NewPayment(told.amount, told.reference, told.description, told.return_url)


def _texts(body: bytes) -> list[Any]:
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []
    return [told.get(name, "") for name in ("reference", "description")] if isinstance(told, dict) else []


def _decoded(body: bytes, kind: type[Any], unreadable: str, missing: str) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as wrong:
        raise Denied(400, missing, str(wrong)) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Denied(400, unreadable, "Unable to parse JSON") from None


def _json(status: int, told: Mapping[str, Any]) -> Answer:
    return Answer(status, msgspec.json.encode(told))


def _problem(denied: Denied) -> Answer:
    return _json(denied.status, {"code": denied.code, "description": str(denied)})
