"""What happened before a story begins, told through the same actions as the demo's year."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from afterglow.care.course.models import Treatment
from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.models import Session
from afterglow.demo.chapters import planning, treating
from afterglow.demo.telling import Scene, Story
from afterglow.demo.years.lives import Life, ToPatient, accepted, agreed
from afterglow.record.people.models import Patient
from tests.journeys.company import Company


def accepted_for_assessment(company: Company, life: Life) -> Patient:
    """Referred and accepted."""
    return _who(company.scene, accepted(company.scene, life))


def agreed_to_treatment(company: Company, life: Life, *, patient: Patient | None = None) -> Patient:
    """Referred and accepted, unless that is told already; then assessed, found suitable, informed, and consenting."""
    scene = company.scene
    scene.now = max(scene.now, company.now)
    patient = patient or _who(scene, accepted(scene, life))
    _told(scene, agreed(scene, life, patient))
    return patient


def booked(company: Company, life: Life, *, patient: Patient | None = None) -> Treatment:
    """Consenting, with a course planned from ``life.first_treatment`` on, and its first treatment booked."""
    patient = agreed_to_treatment(company, life, patient=patient)
    course = planning.plan(
        company.scene,
        patient,
        code=life.code,
        dose=life.dose,
        first=date.fromisoformat(life.first_treatment),
        spacing=life.spacing,
        sessions=life.sessions,
        days_between=life.days_between,
    )
    return planning.book(company.scene, planning.treatments(course)[0], life.clock, bay=0)


def reviewed_and_signed(company: Company, treatment: Treatment, life: Life) -> None:
    """The dose is reviewed and signed for, now."""
    scene = company.scene
    scene.now = company.now
    planning.review(scene, treatment, life.who.kg, response="This is the first.", side_effects="none")
    planning.sign(scene, treatment)


def ready_to_start(company: Company, treatment: Treatment, life: Life) -> None:
    """Settled, weighed, asked, signed for and checked by two: only the start is missing."""
    scene = company.scene
    scene.now = company.now
    day = treating.Day(kg=life.who.kg)
    session, _ = treating.prepare(scene, treatment, day)
    treating.check_dose(scene, session, first=True)
    scene.now = scene.later(1)
    treating.check_dose(scene, session, first=False)


def measured_and_checked(company: Company, treatment: Treatment) -> None:
    """Blood pressure is taken, and two people have come to the same dose."""
    scene = company.scene
    scene.now = company.now
    session = _session(treatment)
    treating.observe(scene, session, "before", treating.Day(kg=""), 0.0)
    treating.check_dose(scene, session, first=True)
    scene.now = scene.later(1)
    treating.check_dose(scene, session, first=False)


def gone_home(company: Company, treatment: Treatment, life: Life) -> None:
    """The infusion is over; recovered, and out with whoever takes them home."""
    scene = company.scene
    scene.now = company.now
    session = _session(treatment)
    infusion.complete(session=session, uuid=uuid4(), by=company.cast.priya, now=scene.now)
    _told(scene, treating.going_home(scene, session, treating.Day(kg=life.who.kg)))


def _session(treatment: Treatment) -> Session:
    rows = Session.objects.select_related("treatment__course__episode__patient", "bay")
    found: Session = rows.get(treatment=treatment)
    return found


def _told(scene: Scene, story: Story) -> None:
    for moment in story:
        scene.now = moment


def _who(scene: Scene, story: ToPatient) -> Patient:
    try:
        while True:
            scene.now = next(story)
    except StopIteration as end:
        patient: Patient = end.value
        return patient
