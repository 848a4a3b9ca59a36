"""What else is written at the bedside: an oxygen target, medicines as needed, and what went otherwise than planned."""

from __future__ import annotations

from django.db import models

from afterglow.care.treatment.models import Session
from afterglow.ground.access.models import Entry


class OxygenTarget(Entry):
    """A prescriber's oxygen target for one day: 88-92 %, scored on NEWS2's second scale, or back to the usual one."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    lower = models.BooleanField()
    reason = models.TextField()

    def __str__(self) -> str:
        return "88-92 %" if self.lower else "usual"


class AsNeeded(Entry):
    """A medicine a prescriber signed for, to be given in the session if needed: one of the protocol's."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    words = models.CharField(max_length=200)
    """Name, amount and way as they were signed: ``Ondansetron 4 mg by mouth``."""
    most_times = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "session", "code"], name="as_needed_signed_once")]

    def __str__(self) -> str:
        return self.words


class AsNeededGiven(Entry):
    """One giving of a medicine signed for as needed."""

    signed_for = models.ForeignKey(AsNeeded, on_delete=models.PROTECT, related_name="given")
    uuid = models.UUIDField()
    because = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "uuid"], name="as_needed_given_once")]

    def __str__(self) -> str:
        return f"{self.signed_for_id}: {self.because}"


class Incident(Entry):
    """Something that went otherwise than planned: what, and what was done about it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    uuid = models.UUIDField()
    kind = models.CharField(max_length=32)
    """A code of ``rules.incidents.KINDS``."""
    words = models.TextField()
    done = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "uuid"], name="incident_once")]

    def __str__(self) -> str:
        return self.kind
