"""Writing down money that came in another way than online: by phone, bank, cash, cheque or a payment link."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.actions.paying import next_receipt
from afterglow.office.billing.models.owners import Owner, owned_by
from afterglow.office.billing.models.payments import PAID, Payment


@action("billing.payment_received", may=Permission.MANAGE_MONEY)
def receive(
    *, owner: Owner, payer: str, way: str, amount: Money, reference: str, form: str, by: Actor, now: datetime
) -> Payment:
    """Write down what was received; it pays the oldest charges first, and what is over is owed back.

    ``form`` is the sent form's own random name: sent twice, it is written down once. Raises Refused for nothing.
    """
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    found: Payment | None = Payment.objects.filter(clinic_id=by.clinic_id, ref=form).first()
    if found is not None:
        return found
    if amount.pence <= 0:
        words = "Write how much was received."
        raise Refused([Finding("nothing-received", Severity.STOP, words, "default", interlock=True)])
    return Payment.objects.create(
        ref=form,
        clinic_id=by.clinic_id,
        **owned_by(owner),
        payer=payer,
        way=way,
        pence=amount.pence,
        currency=amount.currency,
        reference=reference[:100],
        state=PAID,
        begun_at=now,
        paid_at=now,
        receipt=next_receipt(by.clinic_id),
        taken_by=f"{by.name}, {by.role_words}"[:200],
    )
