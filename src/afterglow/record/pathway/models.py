"""The episode, the list of its moves, and the overrides signed in it."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import ClinicRecord, Entry
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient


class Episode(ClinicRecord):
    """One way through the clinic, from a referral to its end. A patient who comes back starts another."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    stage = models.CharField(max_length=32, choices=[(stage.value, stage.value) for stage in Stage])
    """Where the last move led; kept beside the moves so that lists need not read them all."""
    stage_since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "patient", "number"], name="episode_number")]
        indexes = [models.Index(fields=["clinic", "stage", "stage_since"], name="episode_by_stage")]

    def __str__(self) -> str:
        return f"{self.patient_id} episode {self.number}"


class Move(Entry):
    """One step of an episode from stage to stage."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="moves")
    from_stage = models.CharField(max_length=32, blank=True)
    to_stage = models.CharField(max_length=32)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.from_stage} to {self.to_stage}"


class Override(Entry):
    """A clinical stop that a prescriber went past, with their reason, for one act."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="overrides")
    about = models.CharField(max_length=64)
    """The ref of what it was signed for, such as one planned treatment."""
    code = models.CharField(max_length=64)
    words = models.TextField()
    """The finding as it was read."""
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
