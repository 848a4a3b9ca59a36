"""Meetings that were put on another time: what was told first stays readable."""

from __future__ import annotations

from django.db import models

from afterglow.care.groups.models.series import Meeting
from afterglow.ground.access.models import Entry


class MeetingMoved(Entry):
    """Staff moved a meeting from one time to another."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="moves")
    was_at = models.DateTimeField()
    """When it was to begin before."""
    starts_at = models.DateTimeField()
    because = models.CharField(max_length=300)
    """Why, as participants read it."""

    def __str__(self) -> str:
        return f"{self.meeting_id} from {self.was_at} to {self.starts_at}"
