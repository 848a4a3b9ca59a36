"""Taking a notice of the card service: proved, kept once, and nothing more: the truth is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor, system_actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.payments.notice import SIGNATURE_HEADER, NotGenuine, Notice, read_notice
from afterglow.ground.gateways.payments.payment import NotSetUp
from afterglow.office.billing.models.payments import Payment, PaymentNotice
from afterglow.office.billing.queries.payments import payment_at_service


def take_notice(*, slug: str, body: bytes, headers: Mapping[str, str], now: datetime) -> bool:
    """Take what was sent for the clinic with this short name; whether it was genuine. What is not leaves nothing."""
    signature = headers.get(SIGNATURE_HEADER, "")
    try:
        notice = read_notice(body, signature=signature, secret=chosen.pay_account(slug).webhook_secret)
    except (NotGenuine, NotSetUp):
        return False
    clinic = Clinic.objects.get(slug=slug)
    payment = payment_at_service(clinic_id=clinic.pk, service_id=notice.payment_id)
    known = PaymentNotice.objects.filter(clinic=clinic, message_id=notice.message_id[:64]).exists()
    if payment is not None and not known:
        keep_notice(payment=payment, notice=notice, by=system_actor(clinic.pk), now=now)
    return True


@action("billing.notice_taken", may=Permission.DO_DUE_WORK)
def keep_notice(*, payment: Payment, notice: Notice, by: Actor, now: datetime) -> PaymentNotice:
    """Keep a genuine notice; the same one, delivered again, is kept once."""
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    found: PaymentNotice | None = PaymentNotice.objects.filter(
        clinic_id=by.clinic_id, message_id=notice.message_id[:64]
    ).first()
    return found or PaymentNotice.objects.create(
        payment=payment, message_id=notice.message_id[:64], event=notice.event[:64], **signed(by=by, now=now)
    )
