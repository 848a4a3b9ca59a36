"""Speaking with the card service, never inside a transaction: each answer is written down by an action of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse

from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.places import Place
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.actor import Actor, system_actor
from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.payments.payment import (
    CardPayments,
    Denied,
    NewPayment,
    NotSetUp,
    Unanswered,
)
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.actions import paying
from afterglow.office.billing.models.payments import BEGUN, NOT_PAID, PAID, Payment
from afterglow.office.billing.rules.ending import NOT_REACHED
from afterglow.record.people.models import Patient

ANSWERS_WITHIN: Final = timedelta(minutes=2)
"""A payment begun longer ago, whose answer nobody wrote down, was cut off: it is looked for by its reference."""


def pay_for_place(*, place: Place, by: Actor, now: datetime) -> Payment:
    """Begin to pay for a place at the card service. Raises Refused."""
    service = _service(place.clinic.slug, now)
    return _made(paying.begin_for_place(place=place, by=by, now=now), service, now)


def pay_for_event(*, sign_up: SignUp, by: Actor, now: datetime) -> Payment:
    """Begin to pay for a date of an event at the card service. Raises Refused."""
    service = _service(sign_up.clinic.slug, now)
    return _made(paying.begin_for_event(sign_up=sign_up, by=by, now=now), service, now)


def pay_account(*, patient: Patient, amount: Money, by: Actor, now: datetime) -> Payment:
    """Begin to pay what is owed, or a part of it, at the card service. Raises Refused."""
    service = _service(patient.clinic.slug, now)
    return _made(paying.begin_for_account(patient=patient, amount=amount, by=by, now=now), service, now)


def look(payment: Payment, now: datetime) -> Payment:
    """Ask the card service how a payment stands, by its id, and take over the answer; without one, nothing changes."""
    try:
        service = chosen.payments(payment.clinic.slug, now=now)
        return _looked_at(payment, service, now)
    except (Unanswered, Denied, NotSetUp):
        return payment


def stop(payment: Payment, now: datetime) -> Payment:
    """Stop a payment that is not finished. Where it is too late for that, what it became is taken over."""
    try:
        service = chosen.payments(payment.clinic.slug, now=now)
        if payment.service_id:
            service.cancel(payment.service_id)
    except (Unanswered, NotSetUp):
        return payment
    except Denied:
        pass
    return look(payment, now)


def _service(slug: str, now: datetime) -> CardPayments:
    try:
        return chosen.payments(slug, now=now)
    except NotSetUp:
        words = "Paying by card online is not set up at this clinic. Please call us to pay."
        raise Refused([Finding("no-card-payments", Severity.STOP, words, "L11", interlock=True)]) from None


def _made(payment: Payment, service: CardPayments, now: datetime) -> Payment:
    """The payment with its address at the card service; one that was under way already is left as it is."""
    if payment.state != BEGUN or payment.begun_at != now:
        return payment
    system = system_actor(payment.clinic_id)
    asked = NewPayment(
        pence=payment.pence,
        reference=payment.reference,
        description=f"Payment to {payment.clinic.name}",
        return_url=f"{settings.PUBLIC_URL}{_comes_back_to(payment)}",
    )
    try:
        told = service.create(asked)
    except (Unanswered, Denied):
        # Whether it was made or not, nobody knows where to pay it: it can only expire. The payer may try again.
        return paying.note_not_reached(payment=payment, because=NOT_REACHED, by=system, now=now)
    return paying.note_opened(payment=payment, told=told, by=system, now=now)


def _comes_back_to(payment: Payment) -> str:
    """Where the card service sends the payer: it keeps the address, which therefore opens nothing by itself."""
    name = "billing:own-payment" if payment.sign_up_id is None else "billing:event-paid"
    return reverse(name, args=[payment.ref])


def _looked_at(payment: Payment, service: CardPayments, now: datetime) -> Payment:
    system = system_actor(payment.clinic_id)
    if payment.state == PAID:
        return payment
    if payment.service_id:
        return paying.learn(payment=payment, told=service.get(payment.service_id), by=system, now=now)
    if payment.state == BEGUN and now - payment.begun_at < ANSWERS_WITHIN:
        return payment
    for service_id in service.ids_with(payment.reference):
        told = service.get(service_id)
        if told.reference == payment.reference:
            opened = paying.note_opened(payment=payment, told=told, by=system, now=now)
            return paying.learn(payment=opened, told=told, by=system, now=now)
    if payment.state != NOT_PAID:
        return paying.note_not_reached(payment=payment, because=NOT_REACHED, by=system, now=now)
    return payment
