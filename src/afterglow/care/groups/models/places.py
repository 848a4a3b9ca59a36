"""Places in meetings: who holds which number, since when, and what is owed for it."""

from __future__ import annotations

from django.db import models

from afterglow.care.groups.models.membership import SeriesMembership
from afterglow.care.groups.models.series import Meeting
from afterglow.ground.access.models import ClinicRecord, Entry
from afterglow.record.people.models import Patient

HELD, CONFIRMED, ATTENDED, ABSENT = "held", "confirmed", "attended", "absent"
LOST, CANCELLED, CANCELLED_LATE, CALLED_OFF = "lost", "cancelled", "cancelled late", "called off"

TAKING = (HELD, CONFIRMED, ATTENDED, ABSENT)
"""The states in which nobody else can have the number."""


class Place(ClinicRecord):
    """One numbered place in one meeting, for one patient: from its hold to what became of it.

    The number is free again in the states that are not ``TAKING``; then the row stays as what happened.
    """

    STATES = (
        (HELD, "held until it is paid, taken up or let go"),
        (CONFIRMED, "confirmed"),
        (ATTENDED, "attended"),
        (ABSENT, "did not come, or came after the door was closed"),
        (LOST, "was not taken up in time"),
        (CANCELLED, "given back in time, or called off by the clinic"),
        (CANCELLED_LATE, "given back after the free time was over"),
        (CALLED_OFF, "the clinic called the meeting off"),
    )

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    """From 1 to the meeting's places."""
    together = models.CharField(max_length=22)
    """The same for all places taken as one: both meetings of a linked pair, or none."""
    membership = models.ForeignKey(SeriesMembership, null=True, on_delete=models.PROTECT, related_name="+")
    """The long membership it comes from, where it comes from one."""
    state = models.CharField(max_length=16, choices=STATES)
    state_since = models.DateTimeField()
    because = models.CharField(max_length=300, blank=True)
    """Why it ended, in words."""
    taken_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    """When a held place is lost; empty for every other state."""
    asked_from = models.DateTimeField(null=True)
    """Nobody is asked to agree or to pay before it: noon of the day after a dose (default). Empty: at once."""
    agreed_at = models.DateTimeField(null=True)
    """When the patient agreed to first names and to keep what is said in the group (L6)."""
    fee_pence = models.PositiveIntegerField(default=0)
    """What the place costs, as it was told when it was taken."""
    currency = models.CharField(max_length=3, default="GBP")
    free_until = models.DateTimeField()
    owed_pence = models.PositiveIntegerField(default=0)
    """What is owed for it as things stand: the fee from the confirmation on, nothing once it was given back in time."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "meeting", "number"],
                condition=models.Q(state__in=TAKING),
                name="one_patient_on_a_place",
            ),
            models.UniqueConstraint(
                fields=["clinic", "meeting", "patient"],
                condition=models.Q(state__in=TAKING),
                name="one_place_for_a_patient",
            ),
            models.CheckConstraint(
                condition=models.Q(state=HELD, held_until__isnull=False)
                | (~models.Q(state=HELD) & models.Q(held_until__isnull=True)),
                name="held_means_until_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "held_until"], name="place_by_hold"),
            models.Index(fields=["clinic", "together"], name="place_by_together"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} number {self.number}: {self.state}"


class PastTheRule(Entry):
    """Staff gave a patient a place although a rule spoke against it, with their reason."""

    together = models.CharField(max_length=22)
    """The places it was signed for."""
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    words = models.TextField()
    """The finding as it was read."""
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


class Discussion(Entry):
    """What came of talking with a patient before they join a group (F26)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=40)
    """The kind of group."""
    may_join = models.BooleanField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.group}: {'may join' if self.may_join else 'not now'}"
