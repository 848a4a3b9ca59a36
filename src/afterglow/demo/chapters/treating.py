"""Chapter four: one treatment day, from the check the evening before to going home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid5

from afterglow.care.consent.actions import confirm_before_dose
from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import direction_for
from afterglow.care.course.rules.terms import Terms
from afterglow.care.treatment.actions import (
    cleaning,
    effects,
    infusion,
    leaving,
    observing,
    portions,
    readiness,
    recovery,
    settling,
)
from afterglow.care.treatment.actions import dose as doses
from afterglow.care.treatment.actions.effects import Felt
from afterglow.care.treatment.actions.leaving import Leaves
from afterglow.care.treatment.actions.observing import Measured
from afterglow.care.treatment.actions.readiness import Completed
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.queries.before import questions_of
from afterglow.care.treatment.queries.figures import expected_figures
from afterglow.care.treatment.queries.giving import portions_asked
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.standing import score_to_take
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.care.treatment.rules.recovery_scores import PARTS
from afterglow.demo.chapters import planning, stocking
from afterglow.demo.chapters.assessing import episode_of
from afterglow.demo.telling import Scene, Story
from afterglow.ground.access.actor import Actor, ActorKind
from afterglow.ground.access.roles import Role
from afterglow.record.diary.models import Bay
from afterglow.record.people.models import Patient

_EVENING = timedelta(hours=6)
"""Before midnight: the evening when the check is answered."""

_CLEANING = "17:30"
"""When the bays of the day are cleaned that nobody needed again before."""

_NAMESPACE = UUID("5f0e7a52-2a33-4a0e-9d8e-6a9c7c1f2b10")


@dataclass(frozen=True)
class Day:
    """How one treatment day goes for somebody. ``rise`` is mmHg of systolic pressure at its highest."""

    kg: str
    response: str = "A little lighter for two days, then much as before."
    side_effects: str = "none"
    rise: int = 18
    resting: tuple[int, int] = (122, 76)
    felt: Mapping[str, int] = field(default_factory=lambda: {"calm": 2, "dissociation": 2, "floating": 1})
    escort: str = "Sam, partner"
    answers: Mapping[str, str] = field(default_factory=dict)
    readings: int = 5


def patient_actor(patient: Patient) -> Actor:
    """The patient at their own pages."""
    roles = frozenset({Role.PATIENT})
    return Actor(
        ActorKind.ACCOUNT, patient.clinic_id, patient.full_name, roles, patient.account_id, patient_id=patient.pk
    )


def evening_before(scene: Scene, treatment: Treatment, answers: Mapping[str, str]) -> None:
    """The patient answers the check on their phone; what is not in ``answers`` gets the answer that raises nothing."""
    for code, harmless in _harmless(scene, treatment, Asker.PATIENT).items():
        readiness.answer_own_readiness(
            treatment=treatment,
            question=code,
            option=answers.get(code, harmless),
            by=patient_actor(treatment.patient),
            now=scene.now,
        )


def prepare(scene: Scene, treatment: Treatment, day: Day) -> tuple[Session, Terms]:
    """Settled, weighed, asked again, signed for, and the check completed."""
    planning.review(scene, treatment, day.kg, response=day.response, side_effects=day.side_effects)
    terms = planning.sign(scene, treatment)
    nurse = scene.people["nurse"]
    appointment = treatment.appointment
    assert appointment is not None
    assert appointment.bay is not None
    session = settling.settle(
        treatment=treatment, bay=appointment.bay, identifiers=("name", "date of birth"), by=nurse, now=scene.now
    )
    _read(scene, session, "before", day, share=0.0)
    confirm_before_dose(
        episode=episode_of(treatment.patient),
        about=treatment.ref,
        capacity=True,
        willingness=True,
        by=nurse,
        now=scene.now,
    )
    readiness.complete_readiness(session=session, completed=_completed(scene, treatment, day), by=nurse, now=scene.now)
    return session, terms


def check_dose(scene: Scene, session: Session, *, first: bool) -> None:
    """One nurse works the dose out; then, apart, the other does, comes to the same, and both draw it up."""
    direction = direction_for(session.treatment)
    assert direction is not None
    figures = expected_figures(known_about(session.treatment, scene.now), direction)
    if first:
        doses.write_dose_sheet(session=session, figures=figures, by=scene.people["nurse"], now=scene.now)
    else:
        doses.check_dose(session=session, figures=figures, by=scene.people["second nurse"], now=scene.now)
        stocking.draw_up(scene, session.treatment)


def whole_day(scene: Scene, treatment: Treatment, day: Day) -> Story:
    """The evening before, the treatment, and the way home."""
    appointment = treatment.appointment
    assert appointment is not None
    yield scene.at(appointment.starts_at.astimezone(scene.zone).date(), "00:00") - _EVENING
    evening_before(scene, treatment, day.answers)
    yield appointment.starts_at
    assert appointment.bay is not None
    clean(scene, appointment.bay)
    session, terms = prepare(scene, treatment, day)
    yield scene.later(6)
    check_dose(scene, session, first=True)
    yield scene.later(4)
    check_dose(scene, session, first=False)
    yield scene.later(5)
    yield from _dose(scene, treatment, session, terms, day)
    yield from going_home(scene, session, day)
    yield max(scene.later(10), scene.at(scene.today, _CLEANING))
    clean(scene, session.bay)


def clean(scene: Scene, bay: Bay) -> None:
    """A bay is cleaned, unless somebody is in it or it was cleaned since the last patient."""
    if not Session.objects.filter(bay=bay, left_at=None).exists():
        cleaning.clean_bay(bay=bay, by=scene.people["second nurse"], now=scene.now)


def begin(scene: Scene, session: Session, *, by_infusion: bool) -> None:
    """The dose begins, or is given at once."""
    nurse = scene.people["nurse"]
    if by_infusion:
        infusion.start(session=session, uuid=_name(session, "start"), by=nurse, now=scene.now)
    elif scene.protocol.treatment_coded(session.treatment.code).preparation.each is not None:
        portions.give_portion(session=session, uuid=_name(session, "portion 1"), lot=_LOT, by=nurse, now=scene.now)
    else:
        infusion.give(session=session, uuid=_name(session, "give"), by=nurse, now=scene.now)


def observe(scene: Scene, session: Session, name: str, day: Day, share: float) -> None:
    """A reading, at this share of the rise."""
    _read(scene, session, name, day, share=share)


def note_effects(scene: Scene, session: Session, day: Day) -> None:
    """What the patient says when asked."""
    effects.note_effect(
        session=session,
        uuid=_name(session, "felt"),
        felt=Felt(effects=dict(day.felt)),
        by=scene.people["nurse"],
        now=scene.now,
    )


def going_home(scene: Scene, session: Session, day: Day) -> Story:
    """Recovery, the checklist, and out with whoever takes them home."""
    stay = scene.protocol.treatment_coded(session.treatment.code).stay
    yield scene.later(15)
    stocking.account_for(scene, session.treatment)
    observe(scene, session, "recovering", day, 0.5)
    yield scene.later(max(20, int(stay.at_least.total_seconds() // 60) if stay else 0))
    observe(scene, session, "last", day, 0.1)
    nurse = scene.people["nurse"]
    while (kind := score_to_take(known_about(session.treatment, scene.now))) is not None:
        grades = {part.code: 2 for part in PARTS[kind]}
        recovery.score_recovery(session=session, kind=kind, grades=grades, by=nurse, now=scene.now)
    for line in scene.protocol.leaving.checks:
        leaving.check_leaving(session=session, code=line.code, by=nurse, now=scene.now)
    yield scene.later(10)
    leaving.leave(
        session=session,
        leaves=Leaves(escort=day.escort, escort_phone="07700900555", told_patient=True, told_escort=True),
        by=nurse,
        now=scene.now,
    )


_LOT = "MKD41A"
_SHARES = (0.3, 0.6, 0.85, 1.0)


def _dose(scene: Scene, treatment: Treatment, session: Session, terms: Terms, day: Day) -> Story:
    by_infusion = terms.rate is not None
    begin(scene, session, by_infusion=by_infusion)
    if by_infusion:
        assert terms.minutes is not None
        step = terms.minutes // 4
        for number, share in enumerate(_SHARES):
            yield scene.later(step)
            observe(scene, session, f"during-{number}", day, share)
        note_effects(scene, session, day)
        yield scene.later(max(1, terms.minutes - 4 * step + 1))
        infusion.complete(session=session, uuid=_name(session, "complete"), by=scene.people["nurse"], now=scene.now)
    else:
        yield from _further_portions(scene, session)
        for number, share in enumerate((1.0, 0.6)):
            yield scene.later(20)
            observe(scene, session, f"during-{number}", day, share)
        note_effects(scene, session, day)


def _further_portions(scene: Scene, session: Session) -> Story:
    """The devices or sprays after the first, each once the rest is over."""
    asked = portions_asked(known_about(session.treatment, scene.now))
    for number in range(2, asked.count + 1 if asked else 2):
        yield scene.later(5)
        name = _name(session, f"portion {number}")
        portions.give_portion(session=session, uuid=name, lot=_LOT, by=scene.people["nurse"], now=scene.now)


def _read(scene: Scene, session: Session, name: str, day: Day, *, share: float) -> None:
    systolic, diastolic = day.resting
    observing.record_reading(
        session=session,
        uuid=_name(session, name),
        measured=Measured(
            systolic=systolic + round(day.rise * share),
            diastolic=diastolic + round(day.rise * share * 0.6),
            heart_rate=72 + round(12 * share),
            spo2=97 if share < 0.8 else 96,
            on_oxygen=False,
            respiratory_rate=15,
            temperature_tenths=367,
            consciousness="A",
            sedation=5 if share < 0.5 else 4,
            agitation=0,
        ),
        by=scene.people["nurse"],
        now=scene.now,
    )


def _completed(scene: Scene, treatment: Treatment, day: Day) -> Completed:
    answers = _harmless(scene, treatment, Asker.NURSE)
    return Completed(
        answers=answers,
        last_food_at=scene.now.replace(hour=5, minute=0),
        last_drink_at=scene.now.replace(hour=6, minute=0),
        escort=day.escort,
        escort_phone="07700900555",
        escort_adult=True,
        escort_able=True,
    )


def _harmless(scene: Scene, treatment: Treatment, who: Asker) -> dict[str, str]:
    """For each question asked of this person, the answer that raises nothing."""
    asked = questions_of(known_about(treatment, scene.now), who)
    return {one.code: next(option.code for option in one.options if option.finding == "none") for one in asked}


def _name(session: Session, what: str) -> UUID:
    return uuid5(_NAMESPACE, f"{session.pk}/{what}")
