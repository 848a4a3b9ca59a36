"""Writing down money that came in another way than online: by phone, bank, cash, cheque or a payment link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.models.places import Place
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.actions.charging import charge_for
from afterglow.office.billing.actions.paying import next_receipt, refuse_if_quiet
from afterglow.office.billing.models.charges import SELF_PAY
from afterglow.office.billing.models.owners import Owner, locked, owned_by
from afterglow.office.billing.models.payments import PAID, Payment
from afterglow.office.billing.queries.happened import of_place
from afterglow.office.billing.queries.payments import places_of, to_pay_for


@action("billing.payment_received", may=Permission.MANAGE_MONEY)
def receive(
    *, owner: Owner, payer: str, way: str, amount: Money, reference: str, form: str, by: Actor, now: datetime
) -> Payment:
    """Write down what was received; it pays the oldest charges first, and what is over is owed back.

    ``form`` is the sent form's own random name: sent twice, it is written down once. Raises Refused for nothing.
    """
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    found = _known(form, by)
    if found is not None:
        return found
    if amount.pence <= 0:
        raise _no("nothing-received", "Write how much was received.")
    return _written(owner, payer, Received(way, amount, reference, form), "", by, now)


@action("billing.place_paid_for", may=Permission.MANAGE_MONEY)
def receive_for_place(
    *, place: Place, way: str, amount: Money, reference: str, form: str, by: Actor, now: datetime
) -> Payment:
    """Write down what was received for a held place and all taken together with it: they are confirmed with it.

    It pays for them alone. Sent twice, it is written down once. Raises Refused for another sum than is to be paid, when
    the place is no longer held, and while nothing is asked of the patient after a dose.
    """
    patient = locked(place.patient)
    found = _known(form, by)
    if found is not None:
        return found
    refuse_if_quiet(place.asked_from, now)
    to_pay = to_pay_for(place)
    if to_pay.pence <= 0:
        raise _no("nothing-to-pay", "There is nothing to pay for this place.")
    if amount != to_pay:
        raise _no("not-the-price", f"{to_pay} is to be paid for this place: write down all of it.")
    confirm_place(place=place, by=by, now=now)
    made = _written(patient, SELF_PAY, Received(way, amount, reference, form), place.together, by, now)
    for one in places_of(made):
        charge_for(happened=of_place(one), by=by, now=now)
    return made


@dataclass(frozen=True)
class Received:
    """Money as it came: the way, how much, the payer's reference, and the sent form's own random name."""

    way: str
    amount: Money
    reference: str
    form: str


def _known(form: str, by: Actor) -> Payment | None:
    found: Payment | None = Payment.objects.filter(clinic_id=by.clinic_id, ref=form).first()
    return found


def _no(code: str, words: str) -> Refused:
    return Refused([Finding(code, Severity.STOP, words, "default", interlock=True)])


def _written(owner: Owner, payer: str, got: Received, about: str, by: Actor, now: datetime) -> Payment:
    return Payment.objects.create(
        ref=got.form,
        clinic_id=by.clinic_id,
        **owned_by(owner),
        payer=payer,
        way=got.way,
        pence=got.amount.pence,
        currency=got.amount.currency,
        about=about,
        reference=got.reference[:100],
        state=PAID,
        begun_at=now,
        paid_at=now,
        receipt=next_receipt(by.clinic_id),
        taken_by=f"{by.name}, {by.role_words}"[:200],
    )
