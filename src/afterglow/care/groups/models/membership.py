"""Long membership of a group that stays together (F29)."""

from __future__ import annotations

from django.db import models

from afterglow.care.groups.models.series import Series
from afterglow.ground.access.models import ClinicRecord
from afterglow.record.people.models import Patient


class SeriesMembership(ClinicRecord):
    """A patient's seat in every meeting of a series, from the day they join until they leave."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="members")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    """Their place number in each meeting."""
    joined_on = models.DateField()
    least_until = models.DateField()
    planned_until = models.DateField()
    most_until = models.DateField()
    """Nobody stays beyond it: the membership ends by itself on this day."""
    ended_on = models.DateField(null=True)
    """The first day without a place."""
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "series", "number"],
                condition=models.Q(ended_on__isnull=True),
                name="one_member_on_a_seat",
            ),
            models.UniqueConstraint(
                fields=["clinic", "series", "patient"],
                condition=models.Q(ended_on__isnull=True),
                name="member_once_in_a_series",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient_id} in {self.series_id} from {self.joined_on}"
