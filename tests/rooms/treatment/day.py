"""A treatment day as it goes, step by step, built only through actions: the tests start from where they need to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from afterglow.care.assessment.actions import ask_conditions, decide_suitability, record_measurement
from afterglow.care.consent import actions as consent
from afterglow.care.consent.rules.signing import Signing
from afterglow.care.consent.rules.texts import texts_sha256
from afterglow.care.course.actions import plan_course, sign_direction
from afterglow.care.course.models import Direction, Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.course.rules.dose import dose_sheet
from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.care.course.rules.terms import DosePlan, Terms
from afterglow.care.pharmacy.queries.drawn import open_draws
from afterglow.care.treatment.actions.dose import check_dose, write_dose_sheet
from afterglow.care.treatment.actions.infusion import start
from afterglow.care.treatment.actions.leaving import check_leaving
from afterglow.care.treatment.actions.observing import Measured, record_reading
from afterglow.care.treatment.actions.readiness import Completed, complete_readiness
from afterglow.care.treatment.actions.recovery import score_recovery
from afterglow.care.treatment.actions.settling import settle
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.queries.before import questions_of
from afterglow.care.treatment.queries.figures import expected_figures
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.standing import score_to_take
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.care.treatment.rules.recovery_scores import PARTS
from afterglow.care.treatment.rules.second_check import Figures
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Rate, Strength, Volume, Weight
from afterglow.record.diary.actions import add_bay
from afterglow.record.diary.models import Bay
from afterglow.record.pathway.actions import move, open_episode
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, maya
from tests.stock import drawn_up

SEVENTY = Weight.of(70)
KNOWN_BY = ("name", "date of birth")
CALM = Measured(
    systolic=128,
    diastolic=80,
    heart_rate=72,
    spo2=98,
    on_oxygen=False,
    respiratory_rate=14,
    temperature_tenths=367,
    consciousness="A",
    sedation=5,
)
RIGHT = Figures(SEVENTY, Dose.of(35), Strength.of(1), Volume.of(35), Rate.of("52.5"))
"""What both people arrive at for 0.5 mg/kg, 70 kg, 1 mg/mL, 40 minutes (clinical.md 1.3)."""


def minutes(count: float, *, after: datetime = NOW) -> datetime:
    return after + timedelta(minutes=count)


def consenting(cast: Cast, patient: Patient, weight: Weight = SEVENTY, now: datetime = NOW) -> Episode:
    episode = open_episode(patient=patient, by=cast.joanne, now=now)
    move(episode=episode, to=Stage.ACCEPTED, by=cast.hannah, now=now)
    record_measurement(patient=patient, weight=weight, by=cast.priya, now=now)
    ask_conditions(patient=patient, present={}, by=cast.priya, now=now)
    decide_suitability(episode=episode, suitable=True, reasons="Two adequate trials.", by=cast.hannah, now=now)
    consent.give_information(episode=episode, way="together", by=cast.hannah, now=now)
    protocol = protocol_in_force(cast.clinic, now)
    covered = tuple(protocol.consent.covers)
    signing = Signing(patient.full_name, "patient", patient_agrees=True, capacity=True, covered=covered)
    sha256 = texts_sha256(protocol)
    consent.record_consent(episode=episode, signing=signing, sha256=sha256, by=cast.hannah, now=now)
    return episode


def planned(
    cast: Cast, patient: Patient | None = None, *, code: str = "ketamine-infusion", weight: Weight = SEVENTY
) -> Treatment:
    """A treatment planned for today, consented to, not yet signed for."""
    patient = patient or maya(cast)
    protocol = protocol_in_force(cast.clinic, NOW)
    what = protocol.treatment_coded(code)
    dose = DosePlan(per_kg=what.dose) if what.dose else DosePlan(fixed=what.doses[0])
    course = plan_course(
        episode=consenting(cast, patient, weight),
        treatment_code=code,
        dose=dose,
        spacing=str(what.phases[0].spacing),
        days=[local_day(NOW, protocol.zone)],
        reason="First course.",
        by=cast.hannah,
        now=NOW,
    )
    found: Treatment = Treatment.objects.select_related("course__episode__patient").get(course=course)
    return found


def direct(
    cast: Cast,
    treatment: Treatment,
    *,
    per_kg: DosePerWeight | None = None,
    weight: Weight = SEVENTY,
    over: int | None = None,
    now: datetime = NOW,
) -> Direction:
    """Hannah signs for today, worked out on a weight."""
    protocol = protocol_of(treatment.course)
    what = protocol.treatment_coded(treatment.code)
    minutes_long = over or (int(what.over.total_seconds() // 60) if what.over else None)
    if minutes_long:
        what = what.model_copy(update={"over": timedelta(minutes=minutes_long)})
    per_kg = per_kg or what.dose
    dose = planned_dose(per_kg, weight, what.rounding.to) if per_kg and what.rounding else what.doses[0]
    sheet = dose_sheet(dose, what)
    terms = Terms(
        dose=dose,
        most=dose,
        valid_on=local_day(now, protocol.zone),
        per_kg=per_kg,
        weight=weight if per_kg else None,
        weight_basis="actual" if per_kg else "",
        minutes=minutes_long,
        volume=sheet.volume,
        rate=sheet.rate,
    )
    return sign_direction(treatment=treatment, terms=terms, by=cast.hannah, now=now)


def settled(cast: Cast, treatment: Treatment | None = None, *, bay: str = "Bay 2", now: datetime = NOW) -> Session:
    return settle(
        treatment=treatment or signed_for(cast), bay=bay_of(cast, bay), identifiers=KNOWN_BY, by=cast.priya, now=now
    )


def signed_for(cast: Cast) -> Treatment:
    treatment = planned(cast)
    direct(cast, treatment)
    return treatment


def bay_of(cast: Cast, name: str = "Bay 2") -> Bay:
    return add_bay(name=name, by=cast.joanne, now=NOW)


def confirm(cast: Cast, session: Session, *, now: datetime = NOW) -> None:
    """Capacity and willingness, asked again before this dose."""
    consent.confirm_before_dose(
        episode=session.treatment.course.episode,
        about=session.treatment.ref,
        capacity=True,
        willingness=True,
        by=cast.priya,
        now=now,
    )


def fine(session: Session, now: datetime = NOW) -> dict[str, str]:
    """An answer free of findings to every question the nurse asks."""
    questions = questions_of(known_about(session.treatment, now), Asker.NURSE)
    return {one.code: next(option.code for option in one.options if option.finding == "none") for one in questions}


def ready(cast: Cast, session: Session, *, now: datetime = NOW, **changed: object) -> None:
    """The nurse completes the readiness check; ``changed`` replaces what is usual."""
    usual: dict[str, object] = {
        "answers": fine(session, now),
        "escort": "Daniel Okonjo",
        "escort_phone": "07700900417",
        "escort_adult": True,
        "escort_able": True,
    }
    complete_readiness(session=session, completed=Completed(**{**usual, **changed}), by=cast.priya, now=now)  # type: ignore[arg-type]


def measure(cast: Cast, session: Session, now: datetime, measured: Measured = CALM) -> None:
    record_reading(session=session, uuid=uuid4(), measured=measured, by=cast.priya, now=now)


def checked(cast: Cast, session: Session, *, now: datetime, figures: Sequence[Figures] = (RIGHT, RIGHT)) -> bool:
    """Priya works the dose out, Tom a minute later on a tablet of his own; where they agree, both draw it up."""
    write_dose_sheet(session=session, figures=figures[0], by=cast.priya, now=now)
    made = check_dose(session=session, figures=figures[1], by=cast.tom, now=minutes(1, after=now))
    if made.agrees and not open_draws(session.treatment):
        drawn_up(cast, session.treatment, now=minutes(1, after=now))
    return bool(made.agrees)


def startable(cast: Cast, session: Session | None = None, *, now: datetime = NOW) -> Session:
    """Everything in order, up to the moment of starting (3 minutes on)."""
    session = session or settled(cast, now=now)
    confirm(cast, session, now=now)
    ready(cast, session, now=now)
    measure(cast, session, minutes(1, after=now))
    assert checked(cast, session, now=minutes(1, after=now))
    return session


STARTED = minutes(3)


def running(cast: Cast) -> Session:
    """An infusion started at STARTED."""
    session = startable(cast)
    start(session=session, uuid=uuid4(), by=cast.priya, now=STARTED)
    return session


def tick_leaving(cast: Cast, session: Session, now: datetime) -> None:
    """Every score graded in full, every line of the checklist met."""
    score_fully(cast, session, now)
    for check in protocol_of(session.treatment.course).leaving.checks:
        check_leaving(session=session, code=check.code, by=cast.priya, now=now)


def score_fully(cast: Cast, session: Session, now: datetime) -> None:
    """Every recovery score that the protocol asks for, at its best."""
    while (kind := score_to_take(known_about(session.treatment, now))) is not None:
        grades = {part.code: 2 for part in PARTS[kind]}
        score_recovery(session=session, kind=kind, grades=grades, by=cast.priya, now=now)


def by_other_route(cast: Cast, code: str, patient: Patient | None = None) -> tuple[Session, Figures]:
    """Everything in order for a dose that is no infusion, up to the moment of giving it (3 minutes on)."""
    treatment = planned(cast, patient, code=code)
    direction = direct(cast, treatment)
    session = settled(cast, treatment)
    confirm(cast, session)
    ready(cast, session)
    measure(cast, session, minutes(1))
    right = expected_figures(known_about(treatment, minutes(1)), direction)
    assert checked(cast, session, now=minutes(1), figures=(right, right))
    return session, right
