"""Information that was read, consent to exactly that text, its withdrawal, and the confirmation before each dose."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import Entry
from afterglow.record.pathway.models import Episode


class InformationRead(Entry):
    """The patient information of one version, read by the patient or gone through with them."""

    WAYS = (
        ("own-pages", "Read on their own pages"),
        ("printed", "Given on paper"),
        ("together", "Gone through together"),
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    version = models.DateField()
    sha256 = models.CharField(max_length=64)
    """The hash of every text that is part of consent, in their order."""
    way = models.CharField(max_length=16, choices=WAYS)

    def __str__(self) -> str:
        return f"{self.version} {self.way}"


class Consent(Entry):
    """Consent to treatment, to exactly the information that was read."""

    SIGNERS = (("patient", "The patient"), ("parent", "A parent or guardian"))

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    read = models.ForeignKey(InformationRead, on_delete=models.PROTECT, related_name="+")
    version = models.DateField()
    sha256 = models.CharField(max_length=64)
    covered = models.JSONField(default=list)
    """What was talked over: procedure, risks, benefits, alternatives."""
    signed_name = models.CharField(max_length=200)
    """The name written under it by whoever signed."""
    signed_as = models.CharField(max_length=16, choices=SIGNERS)
    relation = models.CharField(max_length=100, blank=True)
    """A parent's or guardian's relation to the patient."""
    patient_agrees = models.BooleanField()
    """Whether the patient agrees too, asked also where a parent signs."""
    own_team_agrees = models.BooleanField(default=False)
    """Under age: whether the doctors who look after the patient take part in the decision (F7)."""
    capacity = models.BooleanField()
    capacity_words = models.TextField(blank=True)
    detention_status = models.CharField(max_length=200, blank=True)
    """As it stood when they signed."""
    questions_asked = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.signed_name}, {self.version}"


class Withdrawal(Entry):
    """Consent taken back. It needs no reason and takes effect at once."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"withdrawn {self.happened_at}"


class Confirmation(Entry):
    """Capacity and willingness, asked again before one dose."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=64, db_index=True)
    """The ref of the planned treatment."""
    capacity = models.BooleanField()
    willingness = models.BooleanField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.about}: {self.capacity} {self.willingness}"


class DataChoice(Entry):
    """One choice about the patient's data, apart from consent to treatment; the latest of a kind counts (F30)."""

    KINDS = (("evaluation", "Evaluation of the service"), ("research", "Being asked to join research"))

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=KINDS)
    agreed = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.agreed}"
