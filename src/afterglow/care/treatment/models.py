"""One treatment day: what was answered, worked out, checked, given, measured and felt, and how the patient left."""

from __future__ import annotations

from django.db import models

from afterglow.care.course.models import Direction, Treatment
from afterglow.ground.access.models import Account, Clinic, ClinicRecord, Entry
from afterglow.record.diary.models import Bay

TYPED, MONITOR = "typed", "monitor"
START, RATE, PAUSE, RESUME, STOP, COMPLETE, GIVEN = "start", "rate", "pause", "resume", "stop", "complete", "given"
PORTION = "portion"
"""One device or spray of a dose that is given in several."""


class SitterAnswer(Entry):
    """Whether whoever was asked to stay with the patient will be there, as they answered by their link."""

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="+")
    coming = models.BooleanField()

    def __str__(self) -> str:
        return "will be there" if self.coming else "cannot come"


class Session(ClinicRecord):
    """A patient in a bay for one planned treatment, from settling to leaving."""

    treatment = models.OneToOneField(Treatment, on_delete=models.PROTECT, related_name="+")
    bay = models.ForeignKey(Bay, on_delete=models.PROTECT, related_name="+")
    in_bay_since = models.DateTimeField()
    """From when on readings of the bay's monitor are theirs."""
    settled_at = models.DateTimeField()
    settled_by = models.CharField(max_length=200)
    identifiers = models.CharField(max_length=100)
    """By what the patient was recognised, two at least: ``name, date of birth``. Without them there is no session."""
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "bay"], condition=models.Q(left_at__isnull=True), name="one_session_in_a_bay"
            )
        ]
        indexes = [models.Index(fields=["clinic", "settled_at"], name="session_by_time")]

    def __str__(self) -> str:
        return f"{self.treatment_id} in {self.bay_id}"


class ReadinessAnswer(Entry):
    """What a patient answered to one question of the day-before check. A later answer replaces it; both are kept."""

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=64)
    option = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["clinic", "treatment"], name="readiness_answer_of_treatment")]

    def __str__(self) -> str:
        return f"{self.question}: {self.option}"


class ReadinessCheck(Entry):
    """The check completed by a nurse with the patient there. The latest counts."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="readiness_checks")
    answers = models.JSONField()
    """Question code to option code."""
    words = models.JSONField(default=dict)
    """Question code to what was said about it, in words."""
    last_food_at = models.DateTimeField(null=True)
    last_drink_at = models.DateTimeField(null=True)
    last_alcohol_at = models.DateTimeField(null=True)
    last_benzodiazepine_at = models.DateTimeField(null=True)
    benzodiazepine_every_day = models.BooleanField(default=False)
    escort = models.CharField(max_length=200, blank=True)
    """Who sees the patient home, and sits with them where the protocol asks for a sitter, as named on the day."""
    escort_phone = models.CharField(max_length=32, blank=True)
    escort_adult = models.BooleanField(default=False)
    escort_able = models.BooleanField(default=False)
    """Whether they are able to take the patient home."""
    wants_company = models.BooleanField(default=False)
    """Whether the patient asked for somebody beside them."""

    def __str__(self) -> str:
        return f"readiness of {self.session_id}"


class WorkedOut(Entry):
    """What one person worked out on their own: weight, dose, strength, volume and rate."""

    weight_grams = models.PositiveIntegerField(null=True)
    """Empty where the dose does not follow the weight."""
    dose_micrograms = models.PositiveIntegerField()
    strength_micrograms = models.PositiveIntegerField(null=True)
    """In one millilitre."""
    microlitres = models.PositiveIntegerField(null=True)
    rate_microlitres_per_hour = models.PositiveIntegerField(null=True)
    """As the pump shows it, to a hundredth of a millilitre."""

    class Meta:
        abstract = True


class DoseSheet(WorkedOut):
    """The first person's working. It is in no answer of the server until the second person's is stored too."""

    style = models.CharField(max_length=20, blank=True)
    """How it is made up, as the protocol had it: ``fixed-volume``'s rate tells nothing about a wrong syringe."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="dose_sheets")
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"dose sheet of {self.session_id}"


class DoseCheck(WorkedOut):
    """The second person's working of the same dose, made without seeing the first. Its author is that person."""

    sheet = models.OneToOneField(DoseSheet, on_delete=models.PROTECT, related_name="check_made")
    agrees = models.BooleanField()
    """Whether every figure is the same: if not, the sheet is spent and both start again."""

    def __str__(self) -> str:
        return f"check of {self.sheet_id}: {'agrees' if self.agrees else 'differs'}"


class DoseConfirmation(Entry):
    """A prescriber stands by a direction signed before a raised pressure was found."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="dose_confirmations")
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    def __str__(self) -> str:
        return f"direction {self.direction_id} confirmed"


class InfusionEvent(Entry):
    """One step of giving the dose: an infusion's start, change of rate, pause and end, or a single administration."""

    KINDS = tuple((kind, kind) for kind in (START, RATE, PAUSE, RESUME, STOP, COMPLETE, GIVEN, PORTION))

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="infusion_events")
    uuid = models.UUIDField()
    """Made where the button was pressed: pressed twice, it happens once."""
    kind = models.CharField(max_length=10, choices=KINDS)
    rate_microlitres_per_hour = models.PositiveIntegerField(null=True)
    """The rate from this moment on; empty where nothing runs, and by other routes."""
    given_micrograms = models.PositiveIntegerField(null=True)
    """How much was given in all, at the end of it; of one portion, how much was in it."""
    infused_microlitres = models.PositiveIntegerField(null=True)
    """What the pump showed as infused when it was stopped early; empty where nobody read it off."""
    lot = models.CharField(max_length=40, blank=True)
    """As it stands on the device."""
    site = models.CharField(max_length=20, blank=True)
    """Where an injection went."""
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "uuid"], name="infusion_event_once"),
            models.UniqueConstraint(
                fields=["clinic", "session"],
                condition=models.Q(kind__in=[START, GIVEN]),
                name="one_start_for_each_session",
            ),
            models.UniqueConstraint(
                fields=["clinic", "session"],
                condition=models.Q(kind__in=[STOP, COMPLETE, GIVEN]),
                name="one_end_for_each_session",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.session_id}"


class Device(ClinicRecord):
    """A bedside monitor that sends its readings; it belongs to a bay, and through it to whoever is treated there."""

    name = models.CharField(max_length=100)
    bay = models.ForeignKey(Bay, on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    joined_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "bay"], condition=models.Q(retired_at__isnull=True), name="one_monitor_in_a_bay"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Reading(Entry):
    """Vital signs at one moment, typed by somebody or sent by a monitor.

    The columns hold what was sent, impossible values too: a rule tells a figure from a gap whenever they are shown.
    A ward writes one of these a second for each bay, so that only what is asked by has an index.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="readings", db_index=False)
    """Empty where a monitor measured and nobody had been joined to its bay: such a reading belongs to nobody."""
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    uuid = models.UUIDField()
    """Made by whoever measured: sent twice, it is kept once."""
    source = models.CharField(max_length=8, choices=((TYPED, "Typed"), (MONITOR, "Monitor")))
    systolic = models.IntegerField(null=True)
    diastolic = models.IntegerField(null=True)
    heart_rate = models.IntegerField(null=True)
    spo2 = models.IntegerField(null=True)
    on_oxygen = models.BooleanField(null=True)
    respiratory_rate = models.IntegerField(null=True)
    temperature_tenths = models.IntegerField(null=True)
    """Degrees Celsius times ten."""
    consciousness = models.CharField(max_length=1, blank=True)
    """A, C, V, P or U."""
    sedation = models.PositiveSmallIntegerField(null=True)
    """On the protocol's scale, MOAA/S."""
    agitation = models.SmallIntegerField(null=True)
    """On the protocol's scale, RASS."""
    confirmed = models.BooleanField(default=False)
    """Somebody looked again and stands by a figure that hardly anybody has."""
    raw = models.TextField(blank=True)
    """Exactly what a monitor sent."""

    class Meta:
        indexes = [models.Index(fields=["session", "happened_at"], name="reading_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "uuid"], name="reading_once"),
            models.CheckConstraint(
                condition=models.Q(session__isnull=False) | models.Q(device__isnull=False),
                name="reading_of_a_session_or_a_device",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} reading {self.happened_at}"


class Seen(Entry):
    """Somebody saw a finding. It stays on the page until its cause has gone, and the next one shows all the same."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="seen")
    code = models.CharField(max_length=64)
    about = models.CharField(max_length=64)
    """What it was found in: the uuid of a reading or note, or the moment something was due."""
    words = models.TextField()
    """The finding as it was read."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "session", "code", "about"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.code} seen"


class EffectNote(Entry):
    """What the patient felt when asked: effects with their strength, and complaints that stop a dose."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="effect_notes")
    uuid = models.UUIDField()
    effects = models.JSONField(default=dict)
    """Code of the protocol's effect to its level, from 0 (asked, none) up."""
    symptoms = models.JSONField(default=list)
    """Codes of the protocol's complaints that stop the dose."""
    words = models.TextField(blank=True)
    done = models.TextField(blank=True)
    """What was done about it, such as medicine against sickness given."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "uuid"], name="effect_note_once")]

    def __str__(self) -> str:
        return f"effects in {self.session_id}"


class TherapistNote(Entry):
    """What the therapist who guides writes about the session, or about the talk after it."""

    KINDS = (("during", "During the session"), ("integration", "Integration talk afterwards"))

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="therapist_notes")
    kind = models.CharField(max_length=12, choices=KINDS)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


class LeavingCheck(Entry):
    """One line of the leaving checklist, found met by a nurse."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="leaving_checks")
    code = models.CharField(max_length=64)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "session", "code"], name="leaving_check_once")]

    def __str__(self) -> str:
        return self.code


class RecoveryScored(Entry):
    """A published score of recovery, as a nurse graded it and the latest pressure added to it. The latest counts."""

    KINDS = (("aldrete", "Aldrete"), ("padss", "PADSS"))

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="recovery_scores")
    kind = models.CharField(max_length=8, choices=KINDS)
    parts = models.JSONField()
    """Name of each part to its grade, 0 to 2."""
    pressure = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="+")
    """The reading whose pressure was counted."""
    total = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.total}"


class Departure(Entry):
    """The patient left: with whom, and what both were told, by whom."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="departure")
    escort = models.CharField(max_length=200, blank=True)
    """Who was there to see them home; empty where nobody came and the protocol lets them go."""
    escort_phone = models.CharField(max_length=32, blank=True)
    alone_because = models.TextField(blank=True)
    told_patient = models.BooleanField()
    told_escort = models.BooleanField()
    side_effects = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.session_id} left"


class LiveEvent(models.Model):
    """Something changed in a session: pages that are open follow these. Kept a day."""

    id = models.BigAutoField(primary_key=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=24)
    figures = models.TextField(blank=True, default="")
    """What a monitor's latest reading shows on the board, as JSON; empty for every other change: it says only that."""
    at = models.DateTimeField()

    class Meta:
        db_table = "live_event"
        indexes = [
            models.Index(fields=["session", "id"], name="live_event_of_session"),
            models.Index(fields=["clinic", "id"], name="live_event_of_clinic"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
