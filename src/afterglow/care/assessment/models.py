"""What was found out about a patient at assessment and since, each piece an entry that a later one may correct."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import Entry
from afterglow.record.pathway.models import Episode
from afterglow.record.people.models import Patient


class HistoryNote(Entry):
    """What was said under one heading of the assessment."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    heading = models.CharField(max_length=100)
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.heading}: {self.text[:60]}"


class EarlierTreatment(Entry):
    """A treatment tried before, with what came of it."""

    RESPONSES = (
        ("none", "No benefit"),
        ("partial", "Some benefit"),
        ("good", "Good benefit"),
        ("not-tolerated", "Not tolerated"),
        ("not-known", "Not known"),
    )

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    what = models.CharField(max_length=200)
    how_much = models.CharField(max_length=200, blank=True)
    """Dose and length, or number of sessions, in words."""
    response = models.CharField(max_length=16, choices=RESPONSES)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.what}: {self.response}"


class Medicine(Entry):
    """A medicine as it was taken from some time on. A change of dose, or stopping, is a new entry that corrects it."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    name = models.CharField(max_length=200)
    dose = models.CharField(max_length=200, blank=True)
    """As taken, in words: ``150 mg daily``."""
    family = models.CharField(max_length=64, blank=True)
    """The protocol's family of medicines that it belongs to; empty for none of them."""
    as_needed = models.BooleanField(default=False)
    last_taken = models.DateField(null=True)
    """Asked for what is taken only as needed."""
    stopped = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.name} {self.dose}".strip()


class MedicinesConfirmed(Entry):
    """The list was gone through with the patient and is right as it stands."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    medicines = models.JSONField(default=list)
    """The refs of the medicines that stood on the list."""

    def __str__(self) -> str:
        return f"{len(self.medicines)} confirmed"


class Condition(Entry):
    """Whether a condition that the protocol asks about is there, from when."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    code = models.CharField(max_length=64)
    """The code of a contraindication or consideration of the protocol."""
    present = models.BooleanField()
    day = models.DateField(null=True)
    """The day of the event, for what counts only for a time."""
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.code}: {self.present}"


class Measurement(Entry):
    """Weight, height and blood pressure as measured at one moment; each may be missing."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    weight_grams = models.PositiveIntegerField(null=True)
    height_millimetres = models.PositiveIntegerField(null=True)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)
    pulse = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["clinic", "patient", "happened_at"], name="measurement_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(systolic__isnull=True, diastolic__isnull=True)
                | models.Q(systolic__gt=models.F("diastolic")),
                name="measurement_pressure_is_a_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.happened_at}"


class Goal(Entry):
    """What the patient hopes for and expects, in their own words, written before the assessment or with them (S3)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    hopes = models.TextField()
    expects = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.hopes[:60]


class Investigation(Entry):
    """The result of a test that the protocol asks for, such as liver values."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    code = models.CharField(max_length=64)
    day = models.DateField()
    result = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.code}: {self.result}"


class SuitabilityDecision(Entry):
    """A clinician's decision whether treatment is suitable, with its reasons."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    suitable = models.BooleanField()
    reasons = models.TextField()
    findings = models.JSONField(default=list)
    """The findings shown when it was taken: code, words and source of each."""

    def __str__(self) -> str:
        return "suitable" if self.suitable else "not suitable"
