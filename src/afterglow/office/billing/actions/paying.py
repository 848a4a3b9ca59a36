"""A try to pay by card, online: begun here, and ended by what the card service says of it."""

from __future__ import annotations

import secrets
from datetime import datetime

from afterglow.care.groups.actions.paying import confirm_place, extend_hold, release_place
from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.places import HELD, Place
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission
from afterglow.ground.gateways.payments.payment import EXPIRED_CODE, CardPayment
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.actions.charging import charge_for
from afterglow.office.billing.actions.refunding import refund_what_is_left
from afterglow.office.billing.models.charges import PROFESSIONAL, SELF_PAY
from afterglow.office.billing.models.owners import Owner, locked, owned_by
from afterglow.office.billing.models.payments import BEGUN, NOT_PAID, ONLINE, OPEN, PAID, UNFINISHED, Payment
from afterglow.office.billing.queries.books import books_of
from afterglow.office.billing.queries.happened import of_place, of_sign_up
from afterglow.office.billing.queries.payments import places_of, quiet_until, to_pay_for
from afterglow.office.billing.rules.ending import HELD_FOR, end_words
from afterglow.office.billing.rules.references import LENGTH, reference_from
from afterglow.record.people.models import Patient


@action("billing.payment_begun", may=Permission.SEE_OWN_RECORD)
def begin_for_place(*, place: Place, by: Actor, now: datetime) -> Payment:
    """Begin to pay for a place and all taken together with it; it is held as long as the payment can live.

    The payment already under way for it is returned instead. Raises Refused when there is nothing to pay, when the
    place is no longer held, and before a patient may be asked after a dose.
    """
    patient = locked(place.patient)
    refuse_if_quiet(place.asked_from, now)
    found = _unfinished(patient, place.together)
    if found is not None:
        return found
    amount = to_pay_for(place)
    if amount.pence <= 0:
        raise _no("nothing-to-pay", "There is nothing to pay for this place.")
    if place.state == HELD:
        extend_hold(place=place, until=now + HELD_FOR, by=by, now=now)
    return _begun(patient, amount, place.together, now)


@action("billing.payment_begun", may=Permission.SEE_OWN_RECORD)
def begin_for_account(*, patient: Patient, amount: Money, by: Actor, now: datetime) -> Payment:
    """Begin to pay what the patient owes, or a part of it.

    The payment already under way is returned instead. Raises Refused for more than is owed, and before a patient may
    be asked after a dose.
    """
    found_patient = locked(patient)
    refuse_if_quiet(quiet_until(patient, now), now)
    found = _unfinished(found_patient, "")
    if found is not None:
        return found
    owed = books_of(found_patient, SELF_PAY).owed
    if not 0 < amount.pence <= owed.pence:
        raise _no("more-than-owed", f"You owe {owed}. Pay that, or a part of it.")
    return _begun(found_patient, amount, "", now)


@action("billing.payment_begun", may=Permission.DO_DUE_WORK)
def begin_for_event(*, sign_up: SignUp, by: Actor, now: datetime) -> Payment:
    """Begin to pay, as the system, what a professional owes for a date of an event.

    The payment already under way for it is returned instead. Raises Refused when there is nothing to pay.
    """
    owner = locked(sign_up)
    assert isinstance(owner, SignUp)
    found = _unfinished(owner, owner.ref)
    if found is not None:
        return found
    if owner.owed_pence:
        charge_for(happened=of_sign_up(owner), by=by, now=now)
    amount = books_of(owner, PROFESSIONAL).owed if owner.owed_pence else Money(0)
    if amount.pence <= 0:
        raise _no("nothing-to-pay", "There is nothing to pay for this date.")
    return _begun(owner, amount, owner.ref, now)


@action("billing.payment_opened", may=Permission.DO_DUE_WORK)
def note_opened(*, payment: Payment, told: CardPayment, by: Actor, now: datetime) -> Payment:
    """Write down the card service's id of a payment, and where the payer goes on."""
    row = _row(payment)
    if row.state == BEGUN:
        row.state, row.service_id, row.next_url = OPEN, told.payment_id, told.next_url
        row.save(update_fields=["state", "service_id", "next_url"])
    return row


@action("billing.payment_not_reached", may=Permission.DO_DUE_WORK)
def note_not_reached(*, payment: Payment, because: str, by: Actor, now: datetime) -> Payment:
    """Write down that nobody can pay this: its address at the card service was never known to anybody."""
    row = _row(payment)
    if row.state == BEGUN:
        row.state, row.ended_because = NOT_PAID, because
        row.save(update_fields=["state", "ended_because"])
    return row


@action("billing.payment_learned", may=Permission.DO_DUE_WORK)
def learn(*, payment: Payment, told: CardPayment, by: Actor, now: datetime) -> Payment:
    """Take over what the card service says of a payment, asked by its id; the same news twice changes nothing.

    A success confirms the place in the same transaction. Where that is refused, the money goes back. A success is
    believed even of a payment that had been given up.
    """
    row = _row(payment)
    if row.state == PAID:
        return row
    if told.succeeded:
        return _paid(row, told, by, now)
    if told.finished and row.state != NOT_PAID:
        row.state, row.ended_because = NOT_PAID, end_words(told.code)
        row.service_id, row.next_url = told.payment_id, ""
        row.save(update_fields=["state", "ended_because", "service_id", "next_url"])
        if told.code == EXPIRED_CODE:
            for place in places_of(row)[:1]:
                release_place(place=place, because=row.ended_because, by=by, now=now)
    return row


def next_receipt(clinic_id: int) -> int:
    """The next number for a receipt; the clinic's row stays locked until it is written."""
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic_id)
    last = Payment.objects.filter(clinic_id=clinic_id, receipt__isnull=False).order_by("-receipt").first()
    return (last.receipt or 0) + 1 if last else 1


def _paid(row: Payment, told: CardPayment, by: Actor, now: datetime) -> Payment:
    """The place first, the receipt's number after it: everybody locks a meeting before the clinic."""
    _take_place(row, by, now)
    row.state, row.pence, row.paid_at, row.receipt = PAID, told.pence, now, next_receipt(row.clinic_id)
    row.service_id, row.next_url, row.ended_because = told.payment_id, "", ""
    row.save(update_fields=["state", "pence", "paid_at", "receipt", "service_id", "next_url", "ended_because"])
    if row.about:
        for place in places_of(row):
            if place.owed_pence:
                charge_for(happened=of_place(place), by=by, now=now)
        if row.sign_up is not None and row.sign_up.owed_pence:
            charge_for(happened=of_sign_up(row.sign_up), by=by, now=now)
        refund_what_is_left(payment=row, by=by, now=now)
    return row


def _take_place(row: Payment, by: Actor, now: datetime) -> None:
    try:
        for place in places_of(row)[:1]:
            confirm_place(place=place, by=by, now=now)
    except Refused:
        # What was paid then pays for nothing, and goes back.
        return


def _begun(owner: Owner, amount: Money, about: str, now: datetime) -> Payment:
    return Payment.objects.create(
        clinic_id=owner.clinic_id,
        **owned_by(owner),
        payer=PROFESSIONAL if isinstance(owner, SignUp) else SELF_PAY,
        way=ONLINE,
        pence=amount.pence,
        currency=amount.currency,
        about=about,
        reference=reference_from(secrets.randbits(5 * LENGTH)),
        state=BEGUN,
        begun_at=now,
    )


def _row(payment: Payment) -> Payment:
    locked(payment.owner)
    rows = Payment.objects.select_for_update(of=("self",))
    row: Payment = rows.select_related("patient", "sign_up__meeting__series__clinic").get(pk=payment.pk)
    return row


def _unfinished(owner: Owner, about: str) -> Payment | None:
    rows = Payment.objects.filter(clinic_id=owner.clinic_id, **owned_by(owner), about=about, state__in=UNFINISHED)
    found: Payment | None = rows.first()
    return found


def refuse_if_quiet(until: datetime | None, now: datetime) -> None:
    """Raises Refused while nothing is asked of a patient after a dose."""
    if until is not None and now < until:
        words = "After a dose nothing is asked of you until noon of the next day. What you have is kept for you."
        raise _no("after-a-dose", words)


def _no(code: str, words: str) -> Refused:
    return Refused([Finding(code, Severity.STOP, words, "default", interlock=True)])
