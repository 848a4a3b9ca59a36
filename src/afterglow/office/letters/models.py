"""Letters, every version of their text, who approved which one, and to whom it went."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import ClinicRecord, Entry
from afterglow.record.contact.models import Message
from afterglow.record.pathway.models import Episode
from afterglow.record.people.models import Patient


class Letter(ClinicRecord):
    """One letter about one patient, resting on recorded facts."""

    DRAFT, APPROVED, SENT = "draft", "approved", "sent"
    STATES = ((DRAFT, "Draft"), (APPROVED, "Approved"), (SENT, "Sent"))

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=64)
    """The ref of what it reports: a decision, a treatment, the end of a course, a judgement."""
    title = models.CharField(max_length=200)
    protocol_version = models.DateField()
    facts = models.JSONField()
    """What the draft was made of, each with the page of its source."""
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT)
    drafted_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "kind", "about"], name="one_letter_about_one_thing"),
        ]
        indexes = [models.Index(fields=["clinic", "state", "drafted_at"], name="letter_by_state")]

    def __str__(self) -> str:
        return f"{self.title}, {self.drafted_at:%Y-%m-%d}"


class LetterVersion(Entry):
    """The text as somebody left it. The latest is the letter; all others stay."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    parts = models.JSONField()
    """Heading and paragraphs of each part."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "letter", "number"], name="letter_version_number")]

    def __str__(self) -> str:
        return f"version {self.number}"


class Approval(Entry):
    """A psychiatrist's signature under one version, with the very file that goes out."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="approvals")
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="+")
    recipients = models.JSONField()
    """To whom it goes: roles, name and address as they were at that moment."""
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.author_name}, {self.happened_at:%Y-%m-%d}"


class TakenBack(Entry):
    """An approval taken back before anything was sent, with the reason."""

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="taken_back")
    reason = models.TextField()

    def __str__(self) -> str:
        return self.reason[:60]


class Dispatch(Entry):
    """A letter on its way to one person: how, where to, and the message that told them."""

    HOW = (
        ("post", "Printed and posted"),
        ("handed-over", "Printed and handed over"),
        ("secure-mail", "Sent by the clinic’s own secure e-mail"),
        ("own-page", "On the patient’s own pages, with a message"),
    )

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="dispatches")
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=64)
    """The key of the recipient in the approval."""
    name = models.CharField(max_length=200)
    role_words = models.CharField(max_length=100)
    how = models.CharField(max_length=20, choices=HOW)
    address = models.TextField(blank=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "letter", "recipient", "how"], name="dispatched_once_each_way")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.how}"
