"""How a questionnaire stands, in words."""

from __future__ import annotations

from datetime import datetime

from afterglow.record.outcomes.models import Request


def state_of(request: Request, *, answered: int, now: datetime) -> tuple[str, str]:
    """How a questionnaire stands, and the look of its tag."""
    if request.submitted_at is not None:
        return "Answered", "ok"
    if request.closed_at is not None or now >= request.expires_at:
        return "Not answered in time", "plain"
    if now > request.due_at:
        return "Past its day", "caution"
    return ("Started", "info") if answered else ("Sent", "plain")
