"""Bays and appointments."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import Account, ClinicRecord
from afterglow.ground.kernel.period import Period
from afterglow.record.people.models import Patient

FIRST_CONVERSATION = "first-conversation"
CONSULTATION = "consultation"
TREATMENT = "treatment"
TELEPHONE_FOLLOW_UP = "telephone-follow-up"
REVIEW = "review"


class Bay(ClinicRecord):
    """A place where a patient is treated."""

    name = models.CharField(max_length=40)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "name"], name="bay_name")]

    def __str__(self) -> str:
        return self.name


class Appointment(ClinicRecord):
    """A time kept for one patient: a consultation, a treatment day, a call, a review."""

    KINDS = (
        (FIRST_CONVERSATION, "First conversation"),
        (CONSULTATION, "First consultation"),
        (TREATMENT, "Treatment"),
        (TELEPHONE_FOLLOW_UP, "Telephone follow-up"),
        (REVIEW, "Review"),
    )

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32, choices=KINDS)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    bay = models.ForeignKey(Bay, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    with_account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()
    attended_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "bay", "starts_at"],
                condition=models.Q(cancelled_at__isnull=True, bay__isnull=False),
                name="one_patient_in_a_bay_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="appointment_ends_after"
            ),
        ]
        indexes = [models.Index(fields=["clinic", "starts_at"], name="appointment_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at}"

    @property
    def period(self) -> Period:
        """The time it takes."""
        return Period(self.starts_at, self.ends_at)

    @property
    def kind_words(self) -> str:
        """What it is, in words."""
        return dict(self.KINDS)[self.kind]
