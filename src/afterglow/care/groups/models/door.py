"""The door of a meeting: who arrived when, from where, and who was let in; and what must not stay unsaid."""

from __future__ import annotations

from django.db import models

from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.series import Meeting
from afterglow.ground.access.models import Clinic, Entry
from afterglow.record.people.models import Patient


class Arrival(Entry):
    """A participant came to the waiting room. ``happened_at`` is when; the first that is in time counts (L9)."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="arrivals")
    where = models.CharField(max_length=200)
    """Where they are for this meeting, in their words."""
    phone = models.CharField(max_length=32)
    """A number at which they can be called today."""
    in_time = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.place_id} {'in time' if self.in_time else 'too late'}"


class Admission(Entry):
    """A facilitator let a participant in who had arrived in time."""

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="admission")

    def __str__(self) -> str:
        return f"{self.place_id} let in"


class Concern(Entry):
    """Something said in a group that needs action: it belongs to the record and has an owned task."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


class DoorEvent(models.Model):
    """Something changed at a door: pages that are open follow these. Kept a day; it says that, never what."""

    id = models.BigAutoField(primary_key=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["meeting", "id"], name="door_event_of_meeting")]

    def __str__(self) -> str:
        return f"door of {self.meeting_id} at {self.at}"
