"""The course, its planned treatments, and everything that was signed, reviewed and decided about them."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import ClinicRecord, Entry
from afterglow.record.diary.models import Appointment
from afterglow.record.pathway.models import Episode
from afterglow.record.people.models import Patient

PLANNED, GIVEN, NOT_GIVEN = "planned", "given", "not given"


class Course(ClinicRecord):
    """A series of treatments under one version of the protocol, from its plan to its end."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    protocol_version = models.DateField()
    """The version in force when it was planned; it is read under that version to its end."""
    treatment_code = models.CharField(max_length=64)
    """What is given at present: the code of one of the protocol's treatments."""
    dose_per_kg_micrograms = models.PositiveIntegerField(null=True)
    """The dose for each kilogram now in force; empty where the dose is a fixed amount."""
    dose_micrograms = models.PositiveIntegerField(null=True)
    """The fixed dose now in force; empty where it follows the weight."""
    spacing = models.CharField(max_length=40)
    """The spacing now in force, as a protocol writes it: ``1 week apart``."""
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "episode", "number"], name="course_number"),
            models.UniqueConstraint(
                fields=["clinic", "episode"],
                condition=models.Q(ended_at__isnull=True),
                name="one_course_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(dose_per_kg_micrograms__isnull=True) ^ models.Q(dose_micrograms__isnull=True),
                name="course_dose_by_weight_or_fixed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.episode_id} course {self.number}"

    @property
    def patient(self) -> Patient:
        """Whose course it is."""
        patient: Patient = self.episode.patient
        return patient


class Treatment(ClinicRecord):
    """One planned treatment. What was given is reported here by the treatment room, in the same transaction."""

    STATES = ((PLANNED, "planned"), (GIVEN, "given"), (NOT_GIVEN, "not given"))

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="treatments")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=64)
    """The protocol's treatment; drug and route are kept beside it."""
    drug = models.CharField(max_length=20)
    route = models.CharField(max_length=20)
    planned_day = models.DateField()
    planned_micrograms = models.PositiveIntegerField(null=True)
    """Worked out from the last weight; empty while none is known. Only a signed direction lets anything be given."""
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=STATES, default=PLANNED)
    begun_at = models.DateTimeField(null=True)
    """From here on it is neither moved nor called off: it ends as given, in whole or in part."""
    given_micrograms = models.PositiveIntegerField(null=True)
    given_at = models.DateTimeField(null=True)
    side_effects = models.TextField(blank=True)
    """A summary in words; ``none`` where it was asked and there were none."""
    not_given_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "course", "number"], name="treatment_number"),
            models.UniqueConstraint(
                fields=["clinic", "appointment"],
                condition=models.Q(appointment__isnull=False),
                name="one_treatment_for_an_appointment",
            ),
            models.CheckConstraint(
                condition=models.Q(state=GIVEN, given_micrograms__isnull=False, given_at__isnull=False)
                | (~models.Q(state=GIVEN) & models.Q(given_micrograms__isnull=True, given_at__isnull=True)),
                name="given_means_how_much_and_when",
            ),
        ]
        indexes = [models.Index(fields=["clinic", "planned_day", "state"], name="treatment_by_day")]

    def __str__(self) -> str:
        return f"{self.course_id} treatment {self.number}"

    @property
    def patient(self) -> Patient:
        """Whose treatment it is."""
        patient: Patient = self.course.patient
        return patient


class Direction(Entry):
    """A prescriber's signed direction for one patient and one dose. A change is a new one that supersedes it."""

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="directions")
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    drug = models.CharField(max_length=20)
    route = models.CharField(max_length=20)
    dose_micrograms = models.PositiveIntegerField()
    dose_per_kg_micrograms = models.PositiveIntegerField(null=True)
    weight_grams = models.PositiveIntegerField(null=True)
    """The weight the dose was worked out on; empty for a fixed dose."""
    weight_basis = models.CharField(max_length=12, blank=True)
    """actual, ideal, adjusted or capped: stated, never inferred."""
    minutes = models.PositiveSmallIntegerField(null=True)
    """How long an infusion takes."""
    microlitres = models.PositiveIntegerField(null=True)
    """The volume that holds the dose, at the strength it is prepared in."""
    rate_microlitres_per_hour = models.PositiveIntegerField(null=True)
    most_micrograms = models.PositiveIntegerField()
    """The most that may be given under it."""
    may_slow = models.CharField(max_length=100, blank=True)
    """The roles that may slow or stop it; nobody may raise rate or dose without a new signature."""
    valid_on = models.DateField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.dose_micrograms} micrograms {self.route} on {self.valid_on}"


class DoseReview(Entry):
    """What was looked at before one dose: weight, last response, side effects, and the questions about reliance."""

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="reviews")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    weight_grams = models.PositiveIntegerField(null=True)
    last_response = models.TextField()
    side_effects = models.TextField()
    wants_more = models.BooleanField(default=False)
    """Wishes for a higher dose, or for treatment more often (F9)."""
    uses_elsewhere = models.BooleanField(default=False)
    """Has used ketamine outside the clinic (F9)."""
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"review before {self.treatment_id}"


class Decision(Entry):
    """One decision about a course, with its reason and what stood on the page when it was taken."""

    KINDS = (
        ("plan", "Plan the course"),
        ("continue", "Go on as planned"),
        ("change-dose", "Change the dose"),
        ("lengthen-interval", "Lengthen the interval"),
        ("shorten-interval", "Shorten the interval"),
        ("add-medicine", "Add a medicine"),
        ("break", "Take a break"),
        ("resume", "Go on after a break or a review"),
        ("maintenance", "Go on to maintenance"),
        ("oral-after-gap", "Oral treatment after the gap"),
        ("review", "Stop for a review"),
        ("stop", "Stop the course"),
        ("end-well", "End the course: well"),
    )

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=24, choices=KINDS)
    reason = models.TextField()
    dose_per_kg_micrograms = models.PositiveIntegerField(null=True)
    dose_micrograms = models.PositiveIntegerField(null=True)
    spacing = models.CharField(max_length=40, blank=True)
    until = models.DateField(null=True)
    """When a break ends or a review is held."""
    prescriber = models.CharField(max_length=200, blank=True)
    """Who prescribes an added medicine, by name (F10)."""
    findings = models.JSONField(default=list)
    """The findings shown when it was taken: code, words and source of each."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason[:60]}"
