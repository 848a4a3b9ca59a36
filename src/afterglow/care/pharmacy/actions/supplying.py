"""A supply is handed out to take home."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import direction_for, protocol_of
from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import (
    Hand,
    change_held,
    page_to_write_on,
    write_line,
    written_before,
)
from afterglow.care.pharmacy.models import SUPPLIED, Line, RegisterPage
from afterglow.care.pharmacy.queries.products import clinic_protocol, product_codes
from afterglow.care.pharmacy.queries.stock import facts_of
from afterglow.care.pharmacy.queries.supplies import supplied_since
from afterglow.care.pharmacy.queries.units import Units, missing_findings
from afterglow.care.pharmacy.rules.lots import lot_findings
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.care.pharmacy.rules.supplying import Collected, HandedOut, Prescribed, supply_findings
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Countersignature
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.people.models import Patient


def what_is_supplied(
    treatment: Treatment, what: Units, collected: Collected, prescribed: Prescribed | None
) -> Witnessed:
    """What the witness of a supply puts their PIN to."""
    return {
        "act": "supply",
        "treatment": treatment.ref,
        "prescription": prescribed.ref if prescribed else "",
        **what.said,
        "collected": [collected.name, collected.kind, collected.id_asked, collected.id_shown],
    }


@action("pharmacy.supplied", may=Permission.KEEP_STOCK)
def supply(
    *,
    treatment: Treatment,
    what: Units,
    collected: Collected,
    prescribed: Prescribed | None,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
    uuid: UUID | None = None,
) -> Line:
    """Hand out unopened units for doses taken at home, against a prescription; the collector is written down.

    Raises Refused for a treatment given in the clinic, without a direction, without a prescription that is valid
    today and lasts no longer than the law has it, without stock, for a lot that is expired or held back, and
    without another person as witness.
    """
    zone = clinic_protocol(by.clinic_id, now).zone
    direction = direction_for(treatment)
    rule = protocol_of(treatment.course).treatment_coded(treatment.code).take_home
    if rule is None:
        raise Refused([interlock("given-in-clinic", "This treatment is given in the clinic, never taken home.", "F21")])
    if direction is None:
        raise Refused([interlock("direction-not-signed", "Nobody has signed for this supply.")])
    today = local_day(now, zone)
    with page_to_write_on(what.lot.page_id) as page:
        before = written_before(uuid, by.clinic_id)
        if before is not None:
            return before
        watched = witness_of(countersigned, what_is_supplied(treatment, what, collected, prescribed), by, now)
        refused = [
            *supply_findings(prescribed, _out(what, page, treatment, prescribed), collected, rule, today),
            *lot_findings(facts_of(what.lot), today),
            *missing_findings(what, page.unit),
        ]
        if page.code not in product_codes(treatment):
            words = f"{page.name} is not what this patient’s treatment is supplied from."
            refused.append(interlock("not-this-product", words, "default"))
        if refused:
            raise Refused(refused)
        change_held(page, what.lot, what.place, -what.units)
        patient = treatment.patient
        return write_line(
            page,
            SUPPLIED,
            Hand(by, now, watched),
            supplied=what.units,
            uuid=uuid,
            lot=what.lot,
            place=what.place,
            patient=patient,
            treatment=treatment,
            direction=direction,
            authority=prescribed.prescriber if prescribed else "",
            words="Taken home.",
            **_to_whom(patient, collected),
        )


def _out(what: Units, page: RegisterPage, treatment: Treatment, prescribed: Prescribed | None) -> HandedOut:
    before = supplied_since(treatment.course, page, prescribed.signed_at) if prescribed else 0
    return HandedOut(what.units, before, Dose(page.contents_micrograms))


def _to_whom(patient: Patient, collected: Collected) -> dict[str, Any]:
    return {
        "other_name": patient.full_name[:200],
        "other_address": ", ".join(patient.address.splitlines()),
        "collected_by": f"{collected.name}, {collected.kind}"[:200],
        "id_asked": collected.id_asked,
        "id_shown": collected.id_shown,
    }
