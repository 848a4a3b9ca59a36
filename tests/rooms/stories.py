"""Long stories told in one breath: years of treatments and scores, each row still written into the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from afterglow.care.assessment.models import Medicine, MedicinesConfirmed
from afterglow.care.course.models import GIVEN, Course, Direction, Treatment
from afterglow.care.treatment.models import MONITOR, Reading, Session
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.record.diary.models import Bay
from afterglow.record.outcomes.models import Request, Score
from afterglow.record.outcomes.rules.catalogue import SHIPPED
from afterglow.record.pathway.actions import move, open_episode
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast


@dataclass(frozen=True)
class Story:
    """What happened to one patient: doses in micrograms and totals of the primary questionnaire, each by its day."""

    first: date
    doses: Sequence[tuple[date, int]] = ()
    scores: Sequence[tuple[date, int]] = ()
    instrument: str = "qids-sr16"
    others: Sequence[tuple[str, date, int]] = ()
    medicines: Sequence[tuple[str, str, str]] = ()
    """Name, dose, and the protocol's family."""
    readings_each: int = 0
    stage: Stage | None = None
    spacing: str = "4 weeks apart"
    planned: Sequence[date] = ()


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def told(cast: Cast, patient: Patient, story: Story) -> Course:
    """Tell a patient's story from their referral on, under the protocol in force NOW."""
    began = at(story.first - timedelta(days=90))
    episode = open_episode(patient=patient, by=cast.joanne, now=NOW, happened_at=began)
    way = (Stage.ACCEPTED, Stage.SUITABLE, Stage.CONSENTED, Stage.IN_COURSE, *((story.stage,) if story.stage else ()))
    for week, stage in enumerate(way, 1):
        move(episode=episode, to=stage, by=cast.hannah, now=NOW, happened_at=began + timedelta(weeks=2 * week))
    return _tell(episode=episode, patient=patient, story=story, by=cast.hannah, now=NOW)


@action("tests.story_told", may=Permission.SEE_RECORD)
def _tell(*, episode: Episode, patient: Patient, story: Story, by: Actor, now: datetime) -> Course:
    course: Course = Course.objects.create(
        clinic_id=by.clinic_id,
        episode=episode,
        number=1,
        protocol_version=protocol_in_force(patient.clinic, now).version,
        treatment_code="ketamine-infusion",
        dose_per_kg_micrograms=500,
        spacing=story.spacing,
        planned_at=at(story.first),
    )
    treatments = _treatments(course, story)
    Direction.objects.bulk_create(_direction(treatment, by) for treatment in treatments)
    _scores(patient, story, by)
    for name, dose, family in story.medicines:
        Medicine.objects.create(patient=patient, name=name, dose=dose, family=family, **signed(by=by, now=now))
    if story.medicines:
        MedicinesConfirmed.objects.create(patient=patient, medicines=[], **signed(by=by, now=now))
    if story.readings_each:
        _readings(course, treatments, story, by)
    return course


def _treatments(course: Course, story: Story) -> list[Treatment]:
    first = Treatment.objects.filter(course=course).count() + 1
    rows = [
        Treatment(
            clinic_id=course.clinic_id,
            course=course,
            number=number,
            code="ketamine-infusion",
            drug="ketamine",
            route="intravenous",
            planned_day=day,
            planned_micrograms=micrograms,
            state=GIVEN,
            given_micrograms=micrograms,
            given_at=at(day),
            side_effects="none",
        )
        for number, (day, micrograms) in enumerate(story.doses, first)
    ]
    given: list[Treatment] = list(Treatment.objects.bulk_create(rows))
    for number, day in enumerate(story.planned, first + len(rows)):
        Treatment.objects.create(
            clinic_id=course.clinic_id,
            course=course,
            number=number,
            code="ketamine-infusion",
            drug="ketamine",
            route="intravenous",
            planned_day=day,
            planned_micrograms=35_000,
        )
    return given


def _direction(treatment: Treatment, by: Actor) -> Direction:
    return Direction(
        treatment=treatment,
        drug=treatment.drug,
        route=treatment.route,
        dose_micrograms=treatment.given_micrograms,
        weight_grams=70_000,
        weight_basis="actual",
        most_micrograms=treatment.given_micrograms,
        valid_on=treatment.planned_day,
        **signed(by=by, now=at(treatment.planned_day, 7)),
    )


def _scores(patient: Patient, story: Story, by: Actor) -> None:
    every = [*((story.instrument, day, total) for day, total in story.scores), *story.others]
    asked = Request.objects.bulk_create(
        Request(
            clinic_id=patient.clinic_id,
            patient=patient,
            instrument=instrument,
            occasion=f"told:{place}",
            protocol_version=protocol_in_force(patient.clinic, NOW).version,
            asked_at=at(day),
            due_at=at(day),
            expires_at=at(day) + timedelta(days=7),
            submitted_at=at(day),
            closed_at=at(day),
        )
        for place, (instrument, day, _) in enumerate(every)
    )
    Score.objects.bulk_create(
        _score(request, day, total, by) for request, (_, day, total) in zip(asked, every, strict=True)
    )


def _score(request: Request, day: date, total: int, by: Actor) -> Score:
    instrument = SHIPPED[request.instrument]
    band = instrument.band(total)
    return Score(
        request=request,
        patient_id=request.patient_id,
        instrument=instrument.code,
        algorithm=instrument.algorithm,
        recall_days=instrument.recall.days,
        total=total,
        band=band.name if band else "",
        complete=True,
        prorated=False,
        missing=[],
        answers={},
        working=f"= {total}",
        text_sha256="",
        how="self",
        **signed(by=by, now=at(day)),
    )


def _readings(course: Course, treatments: Sequence[Treatment], story: Story, by: Actor) -> None:
    bay = Bay.objects.filter(clinic_id=course.clinic_id).first() or Bay.objects.create(
        clinic_id=course.clinic_id, name="Bay 1"
    )
    sessions = Session.objects.bulk_create(
        Session(
            clinic_id=course.clinic_id,
            treatment=treatment,
            bay=bay,
            in_bay_since=at(treatment.planned_day),
            settled_at=at(treatment.planned_day),
            settled_by="Priya Shah",
            identifiers="name, date of birth",
            left_at=at(treatment.planned_day, 13),
        )
        for treatment in treatments
    )
    Reading.objects.bulk_create(
        Reading(
            session=session,
            uuid=UUID(int=session.pk * 100_000 + place),
            source=MONITOR,
            heart_rate=72,
            spo2=98,
            **signed(by=by, now=session.settled_at + timedelta(seconds=20 * place)),
        )
        for session in sessions
        for place in range(story.readings_each)
    )


def five_years() -> Story:
    """60 doses over five years, 300 scores of which 120 are of the primary questionnaire, and 20,000 readings."""
    start = NOW.date() - timedelta(days=365 * 5)
    doses = [(start + timedelta(days=30 * place), 35_000 if place < 40 else 42_000) for place in range(60)]
    scores = [(start - timedelta(days=3), 18)]
    scores += [(start + timedelta(days=15 * place + 8), 14 - min(8, place % 40)) for place in range(119)]
    others = [(code, start + timedelta(days=20 * place + 2), 9) for code in ("phq-9", "gad-7") for place in range(90)]
    return Story(
        first=start,
        doses=doses,
        scores=scores,
        others=others,
        medicines=[("Venlafaxine MR", "150 mg daily", "snri"), ("Ramipril", "5 mg daily", "")],
        readings_each=334,
        stage=Stage.MAINTENANCE,
    )
