"""Everything that was written down about one treatment day, read once, for rules and pages to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from afterglow.care.assessment.models import Condition, Measurement, Medicine
from afterglow.care.assessment.queries import conditions_of, current_medicines, measurements_of
from afterglow.care.consent.models import Confirmation, Consent
from afterglow.care.consent.queries import confirmed_for, valid_consent
from afterglow.care.course.models import Direction, Treatment
from afterglow.care.course.queries import direction_for, given_to, protocol_of
from afterglow.care.pharmacy.models import Draw
from afterglow.care.pharmacy.queries.drawn import open_draws
from afterglow.care.treatment.entries import AsNeeded, Incident, OxygenTarget
from afterglow.care.treatment.models import (
    Departure,
    DoseCheck,
    DoseConfirmation,
    DoseSheet,
    EffectNote,
    InfusionEvent,
    LeavingCheck,
    ReadinessAnswer,
    ReadinessCheck,
    Reading,
    RecoveryScored,
    Seen,
    Session,
    TherapistNote,
)
from afterglow.care.treatment.queries.sessions import session_of
from afterglow.ground.design.words import age
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Treatment as Given
from afterglow.record.outcomes.queries import findings_before_dose
from afterglow.record.pathway.models import Override
from afterglow.record.people.models import Patient


@dataclass(frozen=True)
class Known:
    """One treatment day as it stands at ``now``. What is read lies here; what it means is for ``standing`` to say."""

    treatment: Treatment
    protocol: Protocol
    now: datetime
    session: Session | None
    direction: Direction | None
    answers: Mapping[str, ReadinessAnswer]
    overrides: Mapping[tuple[str, str], Override]

    @property
    def patient(self) -> Patient:
        """Whose day it is."""
        return self.treatment.patient

    @cached_property
    def given(self) -> Given:
        """What the protocol says about this treatment."""
        return self.protocol.treatment_coded(self.treatment.code)

    @cached_property
    def today(self) -> date:
        """The day where the clinic is."""
        return local_day(self.now, self.protocol.zone)

    @cached_property
    def age(self) -> int:
        """The patient's age in years."""
        return age(self.patient.birth_date, self.today)

    @cached_property
    def consent(self) -> Consent | None:
        """The consent that holds now."""
        return valid_consent(self.treatment.course.episode, self.now)

    @cached_property
    def confirmation(self) -> Confirmation | None:
        """Capacity and willingness as confirmed before this dose."""
        return confirmed_for(self.treatment.ref)

    @cached_property
    def draws(self) -> tuple[Draw, ...]:
        """What the register has drawn for this treatment and not yet accounted for."""
        return tuple(open_draws(self.treatment))

    @cached_property
    def pregnant(self) -> bool:
        """Whether the record says that the patient is pregnant."""
        return is_pregnant(conditions_of(self.patient))

    @cached_property
    def oxygen_targets(self) -> tuple[OxygenTarget, ...]:
        """The oxygen targets a prescriber set today, oldest first."""
        return tuple(OxygenTarget.objects.filter(session=self.session).order_by("pk")) if self.session else ()

    @cached_property
    def as_needed(self) -> tuple[AsNeeded, ...]:
        """The as-needed medicines signed for today, oldest first, each with what was given of it."""
        rows = AsNeeded.objects.filter(session=self.session).prefetch_related("given").order_by("pk")
        return tuple(rows) if self.session else ()

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """What went otherwise than planned today, oldest first."""
        rows = Incident.objects.filter(session=self.session).order_by("happened_at", "pk")
        return tuple(rows) if self.session else ()

    @cached_property
    def unreviewed(self) -> tuple[Finding, ...]:
        """A stop for each answer about suicide that nobody has talked over with the patient yet."""
        return findings_before_dose(self.patient)

    @cached_property
    def weights(self) -> tuple[Measurement, ...]:
        """The last two measurements of weight, newest first."""
        return tuple(measurements_of(self.patient).filter(weight_grams__isnull=False)[:2])

    @cached_property
    def earlier(self) -> tuple[Treatment, ...]:
        """What the patient was given here before this treatment, oldest first."""
        return given_before(self.treatment, given_to(self.patient))

    @cached_property
    def medicines(self) -> tuple[Medicine, ...]:
        """What the patient takes now."""
        return tuple(current_medicines(self.patient))

    @cached_property
    def check(self) -> ReadinessCheck | None:
        """The readiness check as last completed by a nurse."""
        return ReadinessCheck.objects.filter(session=self.session).order_by("-pk").first() if self.session else None

    @cached_property
    def sheets(self) -> tuple[DoseSheet, ...]:
        """Every dose sheet of the day with its check, oldest first."""
        rows = DoseSheet.objects.filter(session=self.session).select_related("check_made").order_by("pk")
        return tuple(rows) if self.session else ()

    @property
    def sheet(self) -> DoseSheet | None:
        """The dose sheet that counts: the last one, unless it was for a direction since superseded."""
        last = self.sheets[-1] if self.sheets else None
        return last if last and self.direction and last.direction_id == self.direction.pk else None

    @property
    def second(self) -> DoseCheck | None:
        """The second person's check of the sheet that counts."""
        made: DoseCheck | None = getattr(self.sheet, "check_made", None)
        return made

    @cached_property
    def confirmations(self) -> tuple[DoseConfirmation, ...]:
        """A prescriber's confirmations of the direction in force."""
        if self.session is None or self.direction is None:
            return ()
        rows = DoseConfirmation.objects.filter(session=self.session, direction=self.direction)
        return tuple(rows.order_by("pk"))

    @cached_property
    def events(self) -> tuple[InfusionEvent, ...]:
        """Everything done to the infusion, or the one administration, oldest first."""
        rows = InfusionEvent.objects.filter(session=self.session).order_by("pk")
        return tuple(rows) if self.session else ()

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Every reading that stands, by the time it was taken."""
        rows = Reading.objects.filter(session=self.session, corrected_by=None).order_by("happened_at", "pk")
        return tuple(rows) if self.session else ()

    @cached_property
    def replaced(self) -> Mapping[int | None, Reading]:
        """Every reading that a later one corrected, by its number."""
        rows = Reading.objects.filter(session=self.session, corrected_by__isnull=False) if self.session else ()
        return {row.pk: row for row in rows}

    @cached_property
    def effects(self) -> tuple[EffectNote, ...]:
        """What the patient said each time they were asked, oldest first."""
        rows = EffectNote.objects.filter(session=self.session).order_by("happened_at", "pk")
        return tuple(rows) if self.session else ()

    @cached_property
    def seen(self) -> Mapping[tuple[str, str], Seen]:
        """Findings that somebody saw, by code and what they were found in."""
        rows = Seen.objects.filter(session=self.session) if self.session else ()
        return {(row.code, row.about): row for row in rows}

    @cached_property
    def leaving_checks(self) -> Mapping[str, LeavingCheck]:
        """The lines of the leaving checklist that a nurse found met."""
        rows = LeavingCheck.objects.filter(session=self.session) if self.session else ()
        return {row.code: row for row in rows}

    @cached_property
    def recovery_scores(self) -> tuple[RecoveryScored, ...]:
        """Every score of recovery of the day, oldest first."""
        return tuple(RecoveryScored.objects.filter(session=self.session).order_by("pk")) if self.session else ()

    @cached_property
    def therapist_notes(self) -> tuple[TherapistNote, ...]:
        """What the therapist wrote, oldest first."""
        return tuple(TherapistNote.objects.filter(session=self.session).order_by("pk")) if self.session else ()

    @cached_property
    def departure(self) -> Departure | None:
        """How the patient left."""
        return Departure.objects.filter(session=self.session).first() if self.session else None


def known_about(treatment: Treatment, now: datetime) -> Known:
    """Read what is known about one treatment day. ``treatment`` comes from ``access_treatment`` or from an action."""
    overrides = Override.objects.filter(clinic_id=treatment.clinic_id, about__startswith=treatment.ref).order_by("pk")
    return Known(
        treatment=treatment,
        protocol=protocol_of(treatment.course),
        now=now,
        session=session_of(treatment),
        direction=direction_for(treatment),
        answers=answers_of(treatment),
        overrides={(row.code, row.about): row for row in overrides},
    )


def is_pregnant(conditions: Iterable[Condition]) -> bool:
    """Whether a record's conditions say that the patient is pregnant."""
    return any(one.code == "pregnancy" and one.present for one in conditions)


def given_before(treatment: Treatment, given: Iterable[Treatment]) -> tuple[Treatment, ...]:
    """Of everything a patient was given, in its order, what came before this treatment."""
    mine = treatment.given_at
    return tuple(
        one
        for one in given
        if one.pk != treatment.pk and (mine is None or (one.given_at is not None and one.given_at < mine))
    )


def answers_of(treatment: Treatment) -> Mapping[str, ReadinessAnswer]:
    """The patient's latest answer to each question of the day-before check."""
    return {row.question: row for row in ReadinessAnswer.objects.filter(treatment=treatment).order_by("pk")}
