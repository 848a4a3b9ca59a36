"""Telling whoever paid that money goes back to them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.models.payments import Refund
from afterglow.office.billing.queries.telling import TOLD, told_professional
from afterglow.record.contact.actions import queue_message
from afterglow.record.contact.models import EMAIL, SMS, Message
from afterglow.record.people.models import Patient


@action("billing.refund_told", may=Permission.DO_DUE_WORK)
def tell_of_refund(*, refund: Refund, by: Actor, now: datetime) -> Message:
    """Say once how much goes back, by e-mail, or by text to whoever has none; never what it was paid for."""
    payment, owner = refund.payment, refund.payment.owner
    patient = owner if isinstance(owner, Patient) else None
    sum_back = Money(refund.pence, payment.currency)
    how = "We have given it back to you." if refund.by_hand else "It goes back to your card: that takes some days."
    page = f" {settings.PUBLIC_URL}{reverse('billing:own-payment', args=[payment.ref])}" if patient else ""
    clinic = payment.clinic.name
    return queue_message(
        key=f"{TOLD}{refund.ref}" if patient else told_professional(owner.ref, refund.ref),
        channel=EMAIL if owner.email or patient is None else SMS,
        address=owner.email or (patient.phone if patient else ""),
        subject=f"{clinic}: {sum_back} goes back to you",
        text=f"{sum_back} of what you paid {clinic} goes back to you. {how}{page}\n",
        patient=patient,
        by=by,
        now=now,
    )
