"""Questionnaires asked of patients, what was answered, and what was made of it."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import ClinicRecord, Entry
from afterglow.record.people.models import Patient
from afterglow.record.tasks.models import Task

HOW = (("self", "Answered by the patient"), ("phone", "Asked by phone"), ("paper", "Answered on paper"))


class Request(ClinicRecord):
    """One questionnaire asked of one patient, for one occasion."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=40)
    occasion = models.CharField(max_length=40)
    """What it is for: ``baseline``, ``treatment:2026-11-24``, ``month:3``, or ``asked:`` and a time."""
    protocol_version = models.DateField()
    """The protocol whose questions are asked: a clinic's own questions stand in it."""
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """When it was sent in, or its time was over."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "patient", "instrument", "occasion"], name="asked_once_for_each_occasion"
            ),
            models.UniqueConstraint(
                fields=["clinic", "patient", "instrument"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_request_for_each_instrument",
            ),
        ]
        indexes = [models.Index(fields=["closed_at", "due_at"], name="request_by_due")]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.occasion}"


class Answer(Entry):
    """An answer to one item. A later answer to the same item is another entry, and the latest one counts."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=40)
    value = models.SmallIntegerField(null=True)
    """None where the patient would rather not answer it."""
    how = models.CharField(max_length=10, choices=HOW)

    class Meta:
        indexes = [models.Index(fields=["request", "item"], name="answer_by_item")]

    def __str__(self) -> str:
        return f"{self.item}: {self.value}"


class Score(Entry):
    """What a scorer made of one questionnaire, with everything it takes to check it later."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="scores")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=40)
    algorithm = models.CharField(max_length=40)
    recall_days = models.PositiveSmallIntegerField()
    total = models.SmallIntegerField(null=True)
    """None where too much was left blank, or where the questionnaire has no total."""
    band = models.CharField(max_length=40, blank=True)
    complete = models.BooleanField()
    prorated = models.BooleanField()
    missing = models.JSONField()
    answers = models.JSONField()
    """The answers that counted: key of an item and value."""
    working = models.TextField()
    """The sum as a reader can check it."""
    text_sha256 = models.CharField(max_length=64)
    """Of every word that was shown."""
    how = models.CharField(max_length=10, choices=HOW)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "request"], name="one_score_for_each_request")]
        indexes = [models.Index(fields=["patient", "happened_at"], name="score_by_patient")]

    def __str__(self) -> str:
        return f"{self.instrument} {self.total}"


class SafetyAnswer(Entry):
    """An answer of 1 or more to a question about suicide: how it was graded, and the task that it raised."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=40)
    item = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    previous = models.PositiveSmallIntegerField(null=True)
    urgency = models.CharField(max_length=32)
    graded_by = models.CharField(max_length=100)
    """The source of the grading in the protocol."""
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["patient", "happened_at"], name="safety_answer_by_patient")]

    def __str__(self) -> str:
        return f"{self.instrument} {self.item}: {self.value}"
