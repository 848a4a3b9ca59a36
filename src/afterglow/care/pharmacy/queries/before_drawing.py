"""What stands in the way of opening units and drawing doses from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from afterglow.care.course.models import PLANNED, Direction, Treatment
from afterglow.care.pharmacy.models import RegisterPage
from afterglow.care.pharmacy.queries.products import product_codes
from afterglow.care.pharmacy.queries.sharing import sharing_of
from afterglow.care.pharmacy.queries.stock import facts_of
from afterglow.care.pharmacy.queries.units import Portion, Units, missing_findings
from afterglow.care.pharmacy.rules.drawing import Opened, drawing_findings
from afterglow.care.pharmacy.rules.lots import lot_findings
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.care.pharmacy.rules.sharing import sharing_findings
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.protocol import Protocol


def before_drawing(
    page: RegisterPage,
    taken: Units,
    portions: Sequence[Portion],
    destroyed: Dose,
    protocol: Protocol,
    now: datetime,
) -> list[Finding]:
    """What forbids opening these units for these patients; to be asked with the page locked."""
    opened = Opened(taken.units, Dose(page.contents_micrograms))
    patients = {one.treatment.patient.pk for one in portions}
    return [
        *lot_findings(facts_of(taken.lot), local_day(now, protocol.zone)),
        *missing_findings(taken, page.unit),
        *drawing_findings(opened, [one.drawn for one in portions], destroyed),
        *sharing_findings(len(patients), sharing_of(page.clinic_id, protocol)),
    ]


def undirected(
    page: RegisterPage,
    portions: Sequence[Portion],
    directions: Sequence[Direction | None],
    today: date,
) -> list[Finding]:
    """What the signed directions do not cover on this day, and whose dose is over or called off."""
    waiting = Treatment.objects.filter(pk__in=[one.treatment.pk for one in portions], state=PLANNED)
    found = []
    if waiting.count() < len({one.treatment.pk for one in portions}):
        words = "This dose was given or called off. Nothing more is drawn for it."
        found.append(interlock("not-planned-any-longer", words, "default"))
    for one, direction in zip(portions, directions, strict=True):
        if direction is None or direction.valid_on != today:
            found.append(interlock("direction-not-signed", "No signed direction covers a dose for this patient today."))
        elif direction.drug != page.drug or page.code not in product_codes(one.treatment):
            words = f"{page.name} is not what this patient’s treatment is given from."
            found.append(interlock("not-this-product", words, "default"))
    return found
