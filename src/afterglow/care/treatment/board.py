"""Who looks after whom."""

from __future__ import annotations

from django.db import models

from afterglow.care.treatment.models import Session
from afterglow.ground.access.models import Entry


class LookingAfter(Entry):
    """Somebody took a patient over for the rest of the day: its author. The latest counts; before any, who settled."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.author_name} looks after {self.session_id}"
