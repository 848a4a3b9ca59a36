"""Charging for what happened, and for what is added from the price list."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import local_day
from afterglow.office.billing.actions.crediting import credit
from afterglow.office.billing.models.charges import GIVEN_BACK, ITEM, SELF_PAY, Charge, Relief
from afterglow.office.billing.models.owners import owned_by
from afterglow.office.billing.queries.happened import Happened
from afterglow.office.billing.queries.lessened import Lessened
from afterglow.office.billing.queries.payers import payer_for
from afterglow.office.billing.rules.charging import item_price
from afterglow.office.billing.rules.payers import Payer
from afterglow.record.people.models import Patient


@action("billing.charged", may=Permission.DO_DUE_WORK)
def charge_for(*, happened: Happened, by: Actor, now: datetime) -> Charge:
    """Charge an event; the charge already made for it is returned unchanged."""
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    found: Charge | None = Charge.objects.filter(clinic_id=by.clinic_id, kind=happened.kind, of=happened.of).first()
    if found is not None:
        return found
    payer = Payer(SELF_PAY) if happened.own else payer_for(happened.owner, happened.day)
    priced = happened.priced
    return Charge.objects.create(
        **owned_by(happened.owner),
        kind=happened.kind,
        of=happened.of,
        about=happened.about,
        words=priced.words[:200],
        day=happened.day,
        protocol_version=happened.version,
        pence=priced.amount.pence,
        vat_pence=priced.vat.pence,
        vat_percent=priced.vat_percent,
        currency=priced.amount.currency,
        payer=payer.kind,
        payer_name=payer.name,
        payer_address=payer.address,
        payer_reference=payer.reference,
        **signed(by=by, now=now),
    )


@action("billing.place_given_back", may=Permission.DO_DUE_WORK)
def give_back(*, less: Lessened, by: Actor, now: datetime) -> Relief:
    """Let off what is owed no longer: given back in time, or called off by the clinic (L10).

    Not what of it was waived or written off before. An invoice that asked for it gets its credit note.
    """
    charge: Charge = Charge.objects.select_for_update().get(pk=less.charge.pk)
    reliefs = list(Relief.objects.filter(charge=charge))
    found = next((one for one in reliefs if one.kind == GIVEN_BACK), None)
    if found is not None:
        return found
    made: Relief = Relief.objects.create(
        charge=charge,
        kind=GIVEN_BACK,
        pence=charge.pence - less.owed_pence - sum(one.pence for one in reliefs),
        reason=less.because[:300],
        **signed(by=by, now=now),
    )
    credit(relief=made, by=by, now=now)
    return made


@action("billing.item_charged", may=Permission.MANAGE_MONEY)
def charge_item(*, patient: Patient, code: str, form: str, by: Actor, now: datetime) -> Charge:
    """Charge something from the price list. ``form`` is the sent form's own random name: sent twice, charged once.

    Raises Refused for what the price list of today does not have as an item.
    """
    protocol = protocol_in_force(patient.clinic, now)
    try:
        priced = item_price(protocol.fees, code)
    except KeyError:
        words = "The price list has no such item today."
        raise Refused([Finding("no-such-item", Severity.STOP, words, "F35", interlock=True)]) from None
    day = local_day(now, protocol.zone)
    happened = Happened(patient, ITEM, form[:64], day, protocol.version, priced)
    return charge_for(happened=happened, by=by, now=now)
