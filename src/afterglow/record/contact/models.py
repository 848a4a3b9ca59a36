"""What leaves the house, the links it carries, and the questions that come back."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import ClinicRecord, Entry
from afterglow.record.people.models import Patient

EMAIL, SMS = "email", "sms"
QUESTIONNAIRE, READINESS, SITTER = "questionnaire", "readiness", "sitter"


class Message(ClinicRecord):
    """One message in the outbox: sent once, tried again until it is."""

    CHANNELS = ((EMAIL, "E-mail"), (SMS, "Text message"))

    key = models.CharField(max_length=120)
    """What it is for, so that the same message is never made twice."""
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=CHANNELS)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    calendar = models.TextField(blank=True)
    """An invitation that an e-mail brings along, as an iCalendar text."""
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    given_up_at = models.DateTimeField(null=True)
    """When it was clear that it would not arrive this way; a task says so to a person."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "key"], name="one_message_for_each_key")]
        indexes = [models.Index(fields=["sent_at", "send_after"], name="message_to_send")]

    def __str__(self) -> str:
        return f"{self.channel}: {self.subject}"


class Link(ClinicRecord):
    """A link sent to one patient for one thing: 256 bits, kept as a hash, good until used up or expired."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=32)
    """What it opens: ``QUESTIONNAIRE``, ``READINESS`` or, for the sitter of a treatment, ``SITTER``."""
    about = models.CharField(max_length=64)
    """The ref of the one thing it is for."""
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}"


class Question(Entry):
    """A patient's question to the team (I10)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


class Reply(Entry):
    """The team's answer to a question."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]
