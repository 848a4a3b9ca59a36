"""The facilitators' own room (L7): apart from the record, never in a letter, an export, the search or the interface.

These are no entries: what is written here is erased when its time is over, so a row must be able to change.
"""

from __future__ import annotations

from django.db import models

from afterglow.care.groups.models.series import Meeting, Series
from afterglow.ground.access.models import Account, ClinicRecord


class OwnWriting(ClinicRecord):
    """Something facilitators wrote for themselves: by whom, and until when it is kept."""

    author = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    text = models.TextField()
    """Empty once it was erased."""
    keep_until = models.DateField()
    """The first day on which it is no longer kept."""
    erased_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ProcessNote(OwnWriting):
    """What a facilitator noted about a meeting, and what it worked on (L5)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    themes = models.JSONField(default=list)
    """What the meeting worked on, in the words of the protocol; erased with the text."""

    class Meta:
        indexes = [models.Index(fields=["erased_at", "keep_until"], name="process_note_to_erase")]

    def __str__(self) -> str:
        return f"note of {self.written_at} on {self.meeting_id}"


class Supervision(ClinicRecord):
    """A meeting of the facilitators with their supervisor from outside (L7)."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    supervisor = models.CharField(max_length=200)
    arranged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "series", "day"], name="one_supervision_a_day")]

    def __str__(self) -> str:
        return f"supervision of {self.series_id} on {self.day}"


class AnonymousCase(OwnWriting):
    """What the facilitators take to their supervisor: nobody can be recognised in it."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["erased_at", "keep_until"], name="anonymous_case_to_erase")]

    def __str__(self) -> str:
        return f"case of {self.written_at} for {self.supervision_id}"
