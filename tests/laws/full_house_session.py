"""The treatment that is under way in the full house: everything that can be written down during one has been."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import direction_for
from afterglow.care.treatment.actions import devices, dose, effects, infusion, leaving, observing
from afterglow.care.treatment.actions.board import take_over
from afterglow.care.treatment.actions.inviting import invite
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.queries.before import questions_of
from afterglow.care.treatment.queries.devices import device_actor
from afterglow.care.treatment.queries.during import during_findings
from afterglow.care.treatment.queries.figures import expected_figures
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.demo.chapters import planning, stocking, treating
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years.lives import Life
from afterglow.ground.access import countersignature
from afterglow.ground.access.models import Account
from afterglow.record.people.models import Patient
from tests.laws.full_house_bedside import more_happens, sitter_answers
from tests.laws.full_house_stock import is_dropped

_NAMES = UUID("6b1f4f8e-4c1e-4a55-9a53-0d6d0a1a9c11")


def in_the_chair(scene: Scene, life: Life, patient: Patient, secret: str) -> Story:
    """Planned, asked the day before, settled this morning with a raised pressure, and half-way through the dose."""
    yield scene.later(20)
    treatment = _planned(scene, life, patient)
    yield from _invited(scene, treatment)
    yield scene.at(scene.today, "18:00")
    treating.evening_before(scene, treatment, {})
    sitter_answers(scene, treatment)
    yield scene.at(scene.today + timedelta(days=1), "09:00")
    raised = treating.Day(
        kg=life.who.kg, response=secret, side_effects=secret, resting=(162, 96), escort="Sam, partner"
    )
    session, terms = treating.prepare(scene, treatment, raised)
    _stand_by(scene, session, secret)
    yield scene.later(10)
    treating.check_dose(scene, session, first=True)
    yield scene.later(2)
    _check_beside(scene, session)
    stocking.draw_up(scene, treatment)
    yield scene.later(1)
    is_dropped(scene, treatment, secret)
    stocking.draw_up(scene, treatment)
    yield scene.later(3)
    treating.begin(scene, session, by_infusion=terms.rate is not None)
    yield scene.later(10)
    _watch(scene, session, secret)


def invited_for_tomorrow(scene: Scene, life: Life, patient: Patient) -> Story:
    """Planned for tomorrow, asked this morning, and answered: one answer wants a call."""
    yield scene.later(20)
    treatment = _planned(scene, life, patient)
    yield from _invited(scene, treatment)
    yield scene.later(10)
    asked = questions_of(known_about(treatment, scene.now), Asker.PATIENT)
    code, option = next((one.code, option.code) for one in asked for option in one.options if option.told)
    treating.evening_before(scene, treatment, {code: option})


def _planned(scene: Scene, life: Life, patient: Patient) -> Treatment:
    course = planning.plan(
        scene, patient, code=life.code, dose=life.dose, first=date.fromisoformat(life.first_treatment), sessions=2
    )
    first, second = planning.treatments(course)
    planning.book(scene, second, life.clock)
    return planning.book(scene, first, life.clock)


def _invited(scene: Scene, treatment: Treatment) -> Story:
    yield scene.at(treatment.planned_day - timedelta(days=1), "09:30")
    invite(treatment=treatment, by=scene.people["system"], now=scene.now)


def _stand_by(scene: Scene, session: Session, secret: str) -> None:
    """The prescriber looks at the raised pressure and signs past it."""
    doctor = scene.people["psychiatrist"]
    known = known_about(session.treatment, scene.now)
    for one in leaving.standing_stops(known):
        if one.finding.overridable and one.finding.code.startswith("pressure"):
            leaving.override_stop(
                session=session, code=one.finding.code, about=one.about, reason=secret, by=doctor, now=scene.now
            )
    dose.confirm_dose(session=session, reason=secret, by=doctor, now=scene.now)


def _check_beside(scene: Scene, session: Session) -> None:
    """The second nurse works it out at the first one's tablet, and proves who they are."""
    known, direction = known_about(session.treatment, scene.now), direction_for(session.treatment)
    assert known.sheet is not None
    assert direction is not None
    figures = expected_figures(known, direction)
    nurse, second = scene.people["nurse"], Account.objects.get(pk=scene.people["second nurse"].account_id)
    entry = countersignature.entry_hash(dose.what_is_checked(known.sheet, figures))
    proof = countersignature.countersign(account=second, entry_sha256=entry, by=nurse, now=scene.now)
    dose.check_dose(session=session, figures=figures, by=nurse, now=scene.now, countersigned=proof)


def _watch(scene: Scene, session: Session, secret: str) -> None:
    nurse = scene.people["nurse"]
    take_over(session=session, by=scene.people["second nurse"], now=scene.now)
    _monitor(scene, session)
    effects.note_effect(
        session=session,
        uuid=_name(session, "felt"),
        felt=effects.Felt(effects={"dissociation": 1}, words=secret, done=secret),
        by=nurse,
        now=scene.now,
    )
    if scene.protocol.session.therapist.in_session != "never":
        effects.write_therapist_note(
            session=session, kind="during", text=secret, by=scene.people["therapist"], now=scene.now
        )
    more_happens(scene, session, secret)
    infusion.pause(session=session, uuid=_name(session, "pause"), by=nurse, now=scene.now, reason=secret)
    infusion.resume(session=session, uuid=_name(session, "resume"), by=nurse, now=scene.now)


def _monitor(scene: Scene, session: Session) -> None:
    """Two minutes of a monitor, one of them impossible; what it leads to is seen."""
    nurse = scene.people["nurse"]
    device, _token = devices.join_device(name="Monitor 1", bay=session.bay, by=nurse, now=scene.now)
    sent = {"heart_rate": Decimal("78.4"), "spo2": Decimal(88)}, {"heart_rate": Decimal(0)}
    arrivals = [
        devices.Arrival(
            _name(session, f"monitor-{number}"), scene.now - timedelta(minutes=2 - number), values, str(values)
        )
        for number, values in enumerate(sent)
    ]
    devices.record_from_device(device=device, arrivals=arrivals, by=device_actor(device), now=scene.now)
    observing.record_reading(
        session=session,
        uuid=_name(session, "low"),
        measured=observing.Measured(systolic=150, diastolic=90, heart_rate=80, spo2=90, on_oxygen=False),
        by=nurse,
        now=scene.now,
    )
    found = during_findings(known_about(session.treatment, scene.now))
    assert found, "a saturation of 90 % leads to a finding"
    observing.see_finding(session=session, finding=found[0].finding, about=found[0].about, by=nurse, now=scene.now)


def _name(session: Session, what: str) -> UUID:
    return uuid5(_NAMES, f"{session.clinic.slug}/{what}")
