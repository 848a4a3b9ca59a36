"""What time makes happen to questionnaires: one reminder the day before they are due, and their closing."""

from __future__ import annotations

from datetime import datetime, timedelta

from afterglow.ground.access.actor import system_actor
from afterglow.record.outcomes.actions import asking
from afterglow.record.outcomes.models import Request

REMINDED_BEFORE = timedelta(hours=24)
"""How long before it is due a questionnaire is reminded of (default)."""


def due(now: datetime) -> int:
    """Close what is over; remind of what is due within a day and was asked over a day ago; returns how many."""
    rows = Request.objects.filter(closed_at=None)
    over = list(rows.filter(expires_at__lte=now).order_by("expires_at"))
    for request in over:
        asking.expire(request=request, by=system_actor(request.clinic_id), now=now)
    waiting = rows.filter(reminded_at=None, expires_at__gt=now, due_at__lte=now + REMINDED_BEFORE)
    owed: dict[int, list[Request]] = {}
    for request in waiting.filter(asked_at__lte=now - REMINDED_BEFORE).order_by("due_at", "pk"):
        owed.setdefault(request.patient_id, []).append(request)
    reminded = [
        asking.remind_when_due(requests=mine, by=system_actor(mine[0].clinic_id), now=now) for mine in owed.values()
    ]
    return len(over) + sum(reminded)
