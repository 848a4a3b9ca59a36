"""The waiting line of a meeting, and the offers made from it."""

from __future__ import annotations

from django.db import models

from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.series import Meeting
from afterglow.ground.access.models import ClinicRecord
from afterglow.record.people.models import Patient

WAITING, OFFERED = "waiting", "offered"
TAKEN, LET_GO, EXPIRED, LEFT, OVER = "taken", "let go", "expired", "left", "over"

IN_LINE = (WAITING, OFFERED)


class WaitingEntry(ClinicRecord):
    """Somebody in the line for a full meeting, or for a run of linked meetings: first come, first offered (L8)."""

    STATES = (
        (WAITING, "waits"),
        (OFFERED, "has been offered a place"),
        (TAKEN, "took a place"),
        (LET_GO, "let the offer go"),
        (EXPIRED, "did not answer the offer in time"),
        (LEFT, "left the line"),
        (OVER, "the meeting is over, or was called off"),
    )

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    """The first meeting of the run."""
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=STATES, default=WAITING)
    state_since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "meeting", "patient"],
                condition=models.Q(state__in=IN_LINE),
                name="once_in_a_line",
            )
        ]
        indexes = [models.Index(fields=["clinic", "meeting", "state"], name="waiting_by_meeting")]

    def __str__(self) -> str:
        return f"{self.patient_id} waits for {self.meeting_id}: {self.state}"


class Offer(ClinicRecord):
    """A freed place kept for the person first in line until they answer or its time is over."""

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="offers")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    """In the first meeting of the run; those of the others are found by ``together``."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    """When it was taken, let go, or its time was over."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "entry"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_offer_for_one_in_line",
            )
        ]

    def __str__(self) -> str:
        return f"offer of {self.place_id} until {self.expires_at}"
