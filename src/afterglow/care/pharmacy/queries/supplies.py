"""What was signed for to be taken home and has not been handed out yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.care.course.models import PLANNED, Course, Direction, Treatment
from afterglow.care.pharmacy.entries import ToSupply
from afterglow.care.pharmacy.models import SUPPLIED, Line, RegisterPage
from afterglow.care.pharmacy.rules.supplying import Prescribed
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.protocol import Protocol


def supplies_to_make(clinic_id: int, protocol: Protocol, now: datetime) -> Sequence[Direction]:
    """The directions in force, still valid, for doses at home of which the register has no line, oldest first."""
    at_home = {one.code: one.take_home for one in protocol.treatments if one.take_home}
    if not at_home:
        return []
    longest = max(rule.valid_for for rule in at_home.values())
    rows = Direction.objects.filter(
        clinic_id=clinic_id,
        superseded_by=None,
        treatment__state=PLANNED,
        treatment__code__in=at_home,
        happened_at__gt=now - longest,
    )
    given = Line.objects.filter(clinic_id=clinic_id, treatment__isnull=False).values("treatment")
    found = rows.exclude(treatment__in=given).select_related("treatment__course__episode__patient")
    return list(found.order_by("pk"))


def prescribed_for(treatment: Treatment) -> Prescribed | None:
    """The latest prescription of this treatment's course that was not cancelled."""
    rows = ToSupply.objects.filter(course=treatment.course, code=treatment.code, ended=None)
    found: ToSupply | None = rows.order_by("-pk").first()
    if found is None:
        return None
    return Prescribed(
        ref=found.paper,
        prescriber=found.author_name,
        signed_at=found.happened_at,
        valid_until=found.valid_until,
        lasts_days=found.lasts_days,
        total=Dose(found.total_micrograms),
    )


def supplied_since(course: Course, page: RegisterPage, since: datetime) -> int:
    """How many whole units of a page were handed out for a course from a moment on."""
    rows = Line.objects.filter(treatment__course=course, page=page, kind=SUPPLIED, happened_at__gte=since)
    return sum(rows.values_list("supplied", flat=True))
