"""What was signed for to be taken home and has not been handed out yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.care.course.models import PLANNED, Direction
from afterglow.care.pharmacy.models import Line
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
