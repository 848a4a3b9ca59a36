"""Papers that come out of treatment: a prescription taken home, and the form of a risk-minimisation scheme."""

from __future__ import annotations

from django.db import models

from afterglow.care.course.models import Course
from afterglow.care.treatment.models import Session
from afterglow.ground.access.models import Entry


class Prescription(Entry):
    """A prescriber's signed prescription of a controlled drug to be taken at home; another entry cancels it."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    """The protocol's treatment."""
    form = models.CharField(max_length=60)
    strength_micrograms = models.PositiveIntegerField()
    """In one millilitre."""
    dose_micrograms = models.PositiveIntegerField()
    every_days = models.PositiveSmallIntegerField()
    doses = models.PositiveSmallIntegerField()
    total_microlitres = models.PositiveIntegerField()
    particulars = models.JSONField()
    """Every particular as it stands on the paper, in words and figures: heading to text."""
    signed_on = models.DateField()
    valid_until = models.DateField()
    """The last day on which it may be dispensed."""

    def __str__(self) -> str:
        return f"{self.code} {self.signed_on}"


class PrescriptionCancelled(Entry):
    """A prescription that is no longer to be dispensed, and why."""

    prescription = models.OneToOneField(Prescription, on_delete=models.PROTECT, related_name="cancelled")
    because = models.TextField()

    def __str__(self) -> str:
        return self.because[:60]


class SchemeForm(Entry):
    """The monitoring form of a risk-minimisation scheme, as it was filled from the record and sent."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="scheme_form")
    answers = models.JSONField()
    """Heading to what stands there, as it was sent."""

    def __str__(self) -> str:
        return f"form of {self.session_id}"
