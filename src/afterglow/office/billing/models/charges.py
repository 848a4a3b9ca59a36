"""What is owed, by whom, and what was let off."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import Entry
from afterglow.office.billing.models.owners import OnAccount, of_one_owner
from afterglow.record.people.models import Patient

SELF_PAY, NHS, INSURER, PROFESSIONAL = "self-pay", "nhs", "insurer", "professional"
TREATMENT, MONTH, CONSULTATION, PLACE, ITEM, EVENT = "treatment", "month", "consultation", "place", "item", "event"
WAIVED, WRITTEN_OFF, GIVEN_BACK = "waived", "written off", "given back"

FUNDINGS = ((SELF_PAY, "The patient pays"), (NHS, "The NHS pays"), (INSURER, "An insurer pays"))
PAYERS = (*FUNDINGS, (PROFESSIONAL, "Who signed up for an event pays"))


class Funding(Entry):
    """Who pays for a patient from a day on. The latest that has begun by an event's day decides who is billed."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=FUNDINGS)
    since = models.DateField()
    payer_name = models.CharField(max_length=200, blank=True)
    """Whom the invoice goes to; empty where the patient pays."""
    payer_address = models.TextField(max_length=500, blank=True)
    payer_reference = models.CharField(max_length=100, blank=True)
    """What the payer wants to read on an invoice: an authorisation, a membership number."""

    class Meta:
        indexes = [models.Index(fields=["clinic", "patient", "since"], name="funding_of_patient")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.since}"


class Charge(OnAccount, Entry):
    """One sum owed because something happened. The same event is never charged twice: a constraint sees to it."""

    KINDS = (
        (TREATMENT, "Treatment"),
        (MONTH, "Month of oral treatment"),
        (CONSULTATION, "Consultation"),
        (PLACE, "Place in a group"),
        (ITEM, "From the price list"),
        (EVENT, "Date of an event"),
    )

    kind = models.CharField(max_length=12, choices=KINDS)
    of = models.CharField(max_length=64)
    """What happened: the ref of a treatment, appointment, place or sign-up; a course's with its month; a form's own."""
    about = models.CharField(max_length=40, blank=True)
    """What it is paid together with, where a payment is for that alone: places taken together."""
    words = models.CharField(max_length=200)
    """As the payer reads it on an invoice."""
    day = models.DateField()
    """The day on which it happened, where the clinic is."""
    protocol_version = models.DateField()
    """The version whose price it is."""
    pence = models.PositiveIntegerField()
    """What is paid, value added tax included."""
    vat_pence = models.PositiveIntegerField(default=0)
    vat_percent = models.PositiveSmallIntegerField(null=True)
    """Empty where it is exempt."""
    currency = models.CharField(max_length=3, default="GBP")
    payer = models.CharField(max_length=12, choices=PAYERS)
    payer_name = models.CharField(max_length=200, blank=True)
    payer_address = models.TextField(max_length=500, blank=True)
    payer_reference = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            of_one_owner("a_charge_on_one_account"),
            models.UniqueConstraint(fields=["clinic", "kind", "of"], name="an_event_is_charged_once"),
            models.CheckConstraint(condition=models.Q(pence__gt=0), name="a_charge_is_more_than_nothing"),
            models.CheckConstraint(condition=models.Q(vat_pence__lte=models.F("pence")), name="vat_within_the_charge"),
        ]
        indexes = [models.Index(fields=["clinic", "patient", "payer"], name="charge_of_account")]

    def __str__(self) -> str:
        return f"{self.words}, {self.day}: {self.pence}"


class Relief(Entry):
    """A charge, or a part of it, that is owed no longer: waived, written off, or given back because a place was."""

    KINDS = ((WAIVED, "Waived"), (WRITTEN_OFF, "Written off"), (GIVEN_BACK, "Place given back in time"))

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="reliefs")
    kind = models.CharField(max_length=12, choices=KINDS)
    pence = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "charge"], condition=models.Q(kind=GIVEN_BACK), name="a_place_is_given_back_once"
            ),
            models.CheckConstraint(condition=models.Q(pence__gt=0), name="a_relief_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.pence}"
