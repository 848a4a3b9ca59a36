"""The treatment room reports what a prescription lets anybody hand out, and its cancelling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from afterglow.care.course.models import Course
from afterglow.care.pharmacy.entries import ToSupply, ToSupplyEnded
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.quantity import Dose


@dataclass(frozen=True)
class SignedFor:
    """A prescription's ref, its last day, for how long all of it lasts, and how much it is."""

    paper: str
    valid_until: date
    lasts_days: int
    total: Dose


@action("pharmacy.prescribed", may=Permission.PRESCRIBE)
def report_prescribed(*, course: Course, code: str, signed_for: SignedFor, by: Actor, now: datetime) -> ToSupply:
    """Called inside the signing, so that prescription and register cannot disagree."""
    made: ToSupply = ToSupply.objects.create(
        course=course,
        code=code,
        paper=signed_for.paper,
        valid_until=signed_for.valid_until,
        lasts_days=signed_for.lasts_days,
        total_micrograms=signed_for.total.units,
        **signed(by=by, now=now),
    )
    return made


@action("pharmacy.prescription_cancelled", may=Permission.PRESCRIBE)
def report_cancelled(*, paper: str, by: Actor, now: datetime) -> ToSupplyEnded:
    """Called inside the cancelling."""
    row = ToSupply.objects.get(clinic_id=by.clinic_id, paper=paper)
    made: ToSupplyEnded = ToSupplyEnded.objects.create(to_supply=row, **signed(by=by, now=now))
    return made
