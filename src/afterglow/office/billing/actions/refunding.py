"""Giving money back: asked for here, sent through the card service where it came from there."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.gateways.payments.payment import CardRefund
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.models.owners import locked
from afterglow.office.billing.models.payments import (
    ASKED,
    DONE,
    FAILED,
    ON_THE_WAY,
    ONLINE,
    PAID,
    SENT,
    Payment,
    Refund,
)
from afterglow.office.billing.queries.books import books_of
from afterglow.office.billing.rules.letting_off import refund_findings

_STATES = {"submitted": SENT, "success": DONE, "error": FAILED}


@action("billing.refund_asked", may=Permission.MANAGE_MONEY)
def ask_refund(*, payment: Payment, amount: Money, reason: str, by_hand: bool, by: Actor, now: datetime) -> Refund:
    """Give back what of a payment pays for nothing, or a part of it.

    ``by_hand`` says that it was paid back in another way, which is the only one for what did not come online.
    Raises Refused for more than is owed back, and without a reason.
    """
    row = _locked(payment)
    if row.state != PAID:
        raise Refused([Finding("not-paid", Severity.STOP, "Nothing was paid here.", "default", interlock=True)])
    left = books_of(row.owner, row.payer).left_of(row)
    refused = refund_findings(amount, left, reason)
    if refused:
        raise Refused(refused)
    return _asked(row, amount.pence, reason.strip(), by_hand=by_hand or row.way != ONLINE, by=by, now=now)


@action("billing.refund_asked", may=Permission.DO_DUE_WORK)
def refund_what_is_left(*, payment: Payment, by: Actor, now: datetime) -> Refund | None:
    """Give back what a payment for one thing does not pay for: a place, a date of an event, refused or called off.

    Nothing after a refund of as much or less has failed: that is a person's to pay back. One that asked for more than
    the card service still had says nothing about what is left.
    """
    row = _locked(payment)
    left = books_of(row.owner, row.payer).left_of(row)
    failed = Refund.objects.filter(payment=row, state=FAILED, pence__lte=left.pence)
    if row.state != PAID or left.pence <= 0 or failed.exists():
        return None
    return _asked(row, left.pence, "What it was for is not owed any longer.", by_hand=False, by=by, now=now)


@action("billing.refund_weighed", may=Permission.DO_DUE_WORK)
def note_available(*, refund: Refund, available: int | None, by: Actor, now: datetime) -> Refund:
    """Write down what could be paid back just before a refund is sent: with that figure it is done once at most.

    None forgets it: somebody else paid back meanwhile, so that it must be looked at anew.
    """
    row = _row(refund)
    if row.state == ASKED:
        row.available = available
        row.save(update_fields=["available"])
    return row


@action("billing.refund_learned", may=Permission.DO_DUE_WORK)
def learn_refund(*, refund: Refund, told: CardRefund, by: Actor, now: datetime) -> Refund:
    """Take over what the card service says of a refund; the same news twice changes nothing."""
    row = _row(refund)
    state = _STATES.get(told.status, SENT)
    if row.state in ON_THE_WAY and (row.state, row.service_id) != (state, told.refund_id):
        row.state, row.service_id = state, told.refund_id
        row.ended_at = now if state in (DONE, FAILED) else None
        row.save(update_fields=["state", "service_id", "ended_at"])
    return row


@action("billing.refund_failed", may=Permission.DO_DUE_WORK)
def note_refund_refused(*, refund: Refund, by: Actor, now: datetime) -> Refund:
    """Write down that the card service will not pay this back: it is a person's to do."""
    row = _row(refund)
    if row.state == ASKED:
        row.state, row.ended_at = FAILED, now
        row.save(update_fields=["state", "ended_at"])
    return row


@action("billing.outside_refund_found", may=Permission.DO_DUE_WORK)
def note_outside_refund(*, payment: Payment, told: CardRefund, by: Actor, now: datetime) -> Refund | None:
    """Write down a refund that somebody made at the card service itself; None where it is known already."""
    row = _locked(payment)
    if Refund.objects.filter(clinic_id=row.clinic_id, service_id=told.refund_id).exists():
        return None
    made = _asked(row, told.pence, "Made at the card service itself.", by_hand=False, by=by, now=now)
    return learn_refund(refund=made, told=told, by=by, now=now)


def _asked(row: Payment, pence: int, reason: str, *, by_hand: bool, by: Actor, now: datetime) -> Refund:
    return Refund.objects.create(
        clinic_id=row.clinic_id,
        payment=row,
        pence=pence,
        reason=reason[:300],
        by_hand=by_hand,
        state=DONE if by_hand else ASKED,
        asked_at=now,
        asked_by=f"{by.name}, {by.role_words}"[:200],
        ended_at=now if by_hand else None,
    )


def _locked(payment: Payment) -> Payment:
    locked(payment.owner)
    rows = Payment.objects.select_for_update(of=("self",)).select_related("patient", "sign_up")
    row: Payment = rows.get(pk=payment.pk)
    return row


def _row(refund: Refund) -> Refund:
    row: Refund = Refund.objects.select_for_update().get(pk=refund.pk)
    return row
