"""Telling a patient that money goes back to them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.models.payments import Refund
from afterglow.office.billing.queries.telling import TOLD
from afterglow.record.contact.actions import queue_message
from afterglow.record.contact.models import EMAIL, SMS, Message


@action("billing.refund_told", may=Permission.DO_DUE_WORK)
def tell_of_refund(*, refund: Refund, by: Actor, now: datetime) -> Message:
    """Say once how much goes back, by e-mail, or by text to whoever has none; never what it was paid for."""
    payment, patient = refund.payment, refund.payment.patient
    sum_back = Money(refund.pence, payment.currency)
    how = "We have given it back to you." if refund.by_hand else "It goes back to your card: that takes some days."
    address = f"{settings.PUBLIC_URL}{reverse('billing:own-payment', args=[payment.ref])}"
    return queue_message(
        key=f"{TOLD}{refund.ref}",
        channel=EMAIL if patient.email else SMS,
        address=patient.email or patient.phone,
        subject=f"{patient.clinic.name}: {sum_back} goes back to you",
        text=f"{sum_back} of what you paid {patient.clinic.name} goes back to you. {how} {address}\n",
        patient=patient,
        by=by,
        now=now,
    )
