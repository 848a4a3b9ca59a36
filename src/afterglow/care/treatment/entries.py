"""What is written about a session beside its own course: who looks after whom, what else is done, signed and sent."""

from __future__ import annotations

from django.db import models

from afterglow.care.course.models import Course
from afterglow.care.treatment.models import Session
from afterglow.ground.access.models import Entry
from afterglow.record.diary.models import Bay
from afterglow.record.people.models import Patient


class LookingAfter(Entry):
    """Somebody took a patient over for the rest of the day: its author. The latest counts; before any, who settled."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.author_name} looks after {self.session_id}"


class BayTurn(Entry):
    """A patient left a bay, or somebody cleaned it. The latest says whether it is ready for the next patient."""

    LEFT, CLEANED = "left", "cleaned"
    KINDS = ((LEFT, "Left"), (CLEANED, "Cleaned"))

    bay = models.ForeignKey(Bay, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS)

    def __str__(self) -> str:
        return f"{self.bay_id} {self.kind}"


class OxygenTarget(Entry):
    """A prescriber's oxygen target for one day: 88-92 %, scored on NEWS2's second scale, or back to the usual one."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    lower = models.BooleanField()
    reason = models.TextField()

    def __str__(self) -> str:
        return "88-92 %" if self.lower else "usual"


class AsNeeded(Entry):
    """A medicine a prescriber signed for, to be given in the session if needed: one of the protocol's."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    words = models.CharField(max_length=200)
    """Name, amount and way as they were signed: ``Ondansetron 4 mg by mouth``."""
    most_times = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "session", "code"], name="as_needed_signed_once")]

    def __str__(self) -> str:
        return self.words


class AsNeededGiven(Entry):
    """One giving of a medicine signed for as needed."""

    signed_for = models.ForeignKey(AsNeeded, on_delete=models.PROTECT, related_name="given")
    uuid = models.UUIDField()
    because = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "uuid"], name="as_needed_given_once")]

    def __str__(self) -> str:
        return f"{self.signed_for_id}: {self.because}"


class Incident(Entry):
    """Something that went otherwise than planned: what, and what was done about it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    uuid = models.UUIDField()
    kind = models.CharField(max_length=32)
    """A code of ``rules.incidents.KINDS``."""
    words = models.TextField()
    done = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "uuid"], name="incident_once")]

    def __str__(self) -> str:
        return self.kind


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

    @property
    def patient(self) -> Patient:
        """Whose it is."""
        patient: Patient = self.course.patient
        return patient


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
