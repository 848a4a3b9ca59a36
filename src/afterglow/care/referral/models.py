"""A referral as it arrived, what was added to it, and how a clinician judged it."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import ClinicRecord, Entry
from afterglow.record.pathway.models import Episode
from afterglow.record.people.models import OutsideClinician, Patient

LETTER, PHONE, ONLINE, FHIR = "letter", "phone", "online", "fhir"

ACCEPT, ASK_FOR_MORE, SEND_ELSEWHERE = "accept", "ask-for-more", "send-elsewhere"


class Referral(ClinicRecord):
    """What opens an episode: a doctor's letter, or a patient asking for themselves where the clinic allows it."""

    WAYS = (
        (LETTER, "By letter or e-mail"),
        (PHONE, "By phone"),
        (ONLINE, "Online"),
        (FHIR, "As an electronic referral"),
    )
    FUNDINGS = (
        ("self-pay", "The patient pays"),
        ("nhs", "NHS"),
        ("individual-funding-request", "Individual funding request"),
    )

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    """When it reached the clinic: the first waiting clock starts here (F3)."""
    came_by = models.CharField(max_length=10, choices=WAYS)
    referrer = models.ForeignKey(OutsideClinician, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who refers; nobody where the patient asks for themselves (S1)."""
    responsible = models.BooleanField(default=False)
    """Whether the referring doctor says that they have clinical responsibility for the patient (F4)."""
    supporter = models.ForeignKey(OutsideClinician, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who wrote a letter of support, which is welcome and never a referral (F4)."""
    funding = models.CharField(max_length=30, choices=FUNDINGS)
    indication = models.CharField(max_length=60, blank=True)
    """The code of the protocol's indication, as far as the referral says it."""
    text = models.TextField(blank=True)
    urgent_since = models.DateTimeField(null=True, blank=True)
    """When somebody first saw that it tells of an urgent need to save life (F5)."""
    outside_id = models.CharField(max_length=200, blank=True)
    """The number it carries where it was sent from, so that the same one is not entered twice."""
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "episode"], name="one_referral_for_each_episode"),
            models.UniqueConstraint(
                fields=["clinic", "outside_id"],
                condition=~models.Q(outside_id=""),
                name="one_referral_for_each_outside_id",
            ),
        ]
        indexes = [models.Index(fields=["clinic", "received_at"], name="referral_by_arrival")]

    def __str__(self) -> str:
        return f"referral of {self.received_at:%Y-%m-%d}"

    @property
    def funding_words(self) -> str:
        """Who is asked to pay, in words."""
        return dict(self.FUNDINGS)[self.funding]

    @property
    def way_words(self) -> str:
        """How it came, in words."""
        return dict(self.WAYS)[self.came_by]


class Addition(Entry):
    """What came after the referral itself: an answer to what the clinic asked, or a doctor's letter at last."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="additions")
    text = models.TextField()
    referrer = models.ForeignKey(OutsideClinician, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The doctor whose letter it is, where it makes them the referrer."""

    def __str__(self) -> str:
        return self.text[:60]


class Judgement(Entry):
    """One clinician's judgement of the whole referral; its grounds stand beneath it, one by one (F5)."""

    DECISIONS = (
        (ACCEPT, "Accept for assessment"),
        (ASK_FOR_MORE, "Ask for more"),
        (SEND_ELSEWHERE, "Send elsewhere"),
    )

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="judgements")
    decision = models.CharField(max_length=20, choices=DECISIONS)
    words = models.TextField(blank=True)
    """The clinician's own words: the reason, or what is asked for."""

    def __str__(self) -> str:
        return self.decision

    @property
    def decision_words(self) -> str:
        """What was decided, in words."""
        return dict(self.DECISIONS)[self.decision]


class GroundFound(Entry):
    """One ground for not offering an assessment, as it was read and with what the clinician says to it."""

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="grounds")
    code = models.CharField(max_length=60)
    say = models.TextField()
    """The ground in the words of the protocol of that day."""
    signpost = models.TextField(blank=True)
    """Where else help is to be had, in the words of the protocol of that day."""
    excepted = models.BooleanField(default=False)
    """Whether the exception that the protocol makes for this ground holds."""
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.code


class Enquiry(ClinicRecord):
    """Somebody asks online for a first consultation, where the clinic allows it (S1). Nobody is registered by it."""

    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    indication = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """What became of it."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["clinic", "closed_at"], name="enquiry_open")]

    def __str__(self) -> str:
        return f"enquiry of {self.asked_at:%Y-%m-%d}"
