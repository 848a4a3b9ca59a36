"""Sending refunds through the card service: each once, whatever is lost on the way."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.actor import Actor, system_actor
from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.payments.payment import CardPayments, Denied, NotSetUp, Unanswered
from afterglow.office.billing.actions import refunding
from afterglow.office.billing.models.payments import ASKED, Payment, Refund

_ALREADY = "P0604"
"""What could be paid back is no longer what it was: it was done already, or somebody else paid back."""


def move(refund: Refund, now: datetime) -> Refund:
    """Send a refund, or ask how it stands; without an answer nothing changes, and the next time goes on from there."""
    system = system_actor(refund.clinic_id)
    try:
        service = chosen.payments(refund.payment.clinic.slug, now=now)
        if refund.state == ASKED:
            return _sent(refund, service, system, now)
        known = [one for one in service.refunds(refund.payment.service_id) if one.refund_id == refund.service_id]
        for told in known:
            return refunding.learn_refund(refund=refund, told=told, by=system, now=now)
    except (Unanswered, NotSetUp, Denied):
        pass
    return refund


def take_over_refunds(payment: Payment, now: datetime) -> int:
    """Write down refunds that were made at the card service itself; returns how many."""
    system = system_actor(payment.clinic_id)
    try:
        service = chosen.payments(payment.clinic.slug, now=now)
        told = service.refunds(payment.service_id)
    except (Unanswered, NotSetUp, Denied):
        return 0
    if Refund.objects.filter(payment=payment, state=ASKED).exists():
        # One of ours may be among them, its answer lost on the way: that is found when it is sent again.
        return 0
    found = [refunding.note_outside_refund(payment=payment, told=one, by=system, now=now) for one in told]
    return sum(1 for one in found if one is not None)


def _sent(refund: Refund, service: CardPayments, system: Actor, now: datetime) -> Refund:
    service_id = refund.payment.service_id
    if refund.available is None:
        available = service.get(service_id).refundable
        refund = refunding.note_available(refund=refund, available=available, by=system, now=now)
    try:
        told = service.refund(service_id, pence=refund.pence, available=refund.available or 0)
    except Denied as denied:
        return _after_no(refund, denied, service, system, now)
    return refunding.learn_refund(refund=refund, told=told, by=system, now=now)


def _after_no(refund: Refund, denied: Denied, service: CardPayments, system: Actor, now: datetime) -> Refund:
    """Refused: its first answer was lost, somebody else was quicker, or it is refused for good."""
    ours = set(Refund.objects.filter(payment=refund.payment).values_list("service_id", flat=True))
    for told in service.refunds(refund.payment.service_id):
        if told.refund_id not in ours and told.pence == refund.pence:
            return refunding.learn_refund(refund=refund, told=told, by=system, now=now)
    if denied.code == _ALREADY:
        return refunding.note_available(refund=refund, available=None, by=system, now=now)
    refused = refunding.note_refund_refused(refund=refund, by=system, now=now)
    # Somebody may have paid back a part of it there, so that less is left than was asked: the rest is then asked for.
    take_over_refunds(refund.payment, now)
    return refused
