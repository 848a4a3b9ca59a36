"""At the bedside of the full house, and the papers that come of it: one of each."""

from __future__ import annotations

from uuid import UUID, uuid5

from afterglow.care.course.actions import decide
from afterglow.care.course.models import Course, Treatment
from afterglow.care.course.rules.terms import Choice, DosePlan
from afterglow.care.treatment.actions import bedside, prescribing, scheme, sitting
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.rules.prescription import Wanted
from afterglow.demo.chapters.treating import patient_actor
from afterglow.demo.telling import Scene
from afterglow.ground.access.actor import Actor, ActorKind
from afterglow.ground.access.roles import Role
from afterglow.ground.kernel.quantity import Dose, DosePerWeight
from afterglow.record.people.actions import correct_details

_ROOT = UUID("1d0d2f0e-5c8f-4b60-9a55-8f3f1f6f0c77")
_STOPS = ("oral-too-few-before", "oral-gap-too-short", "oral-not-judged", "oral-no-scores")


def sitter_answers(scene: Scene, treatment: Treatment) -> None:
    """Asked by the patient, and coming."""
    patient = treatment.patient
    by = patient_actor(patient)
    sitting.ask_sitter(treatment=treatment, address="07700900555", by=by, now=scene.now)
    name, scope = f"Sitter of {patient.full_name}", f"sitter:{treatment.ref}"
    roles = frozenset({Role.LINK})
    sitter = Actor(ActorKind.LINK, patient.clinic_id, name, roles, patient_id=patient.pk, scope=scope)
    sitting.answer_as_sitter(treatment=treatment, coming=True, by=sitter, now=scene.now)


def more_happens(scene: Scene, session: Session, secret: str) -> None:
    """A target, a medicine as needed, and something that went otherwise than planned."""
    nurse, doctor = scene.people["nurse"], scene.people["psychiatrist"]
    bedside.set_oxygen_target(session=session, lower=True, reason=secret, by=doctor, now=scene.now)
    code = scene.protocol.session.anti_sickness.medicines[0].code
    bedside.sign_as_needed(session=session, code=code, by=doctor, now=scene.now)
    given, noted = (uuid5(_ROOT, f"{session.pk}/{what}") for what in ("as-needed", "incident"))
    bedside.give_as_needed(session=session, uuid=given, code=code, because=secret, by=nurse, now=scene.now)
    bedside.note_incident(
        session=session, uuid=noted, kind="vomiting", words=secret, done=secret, by=nurse, now=scene.now
    )


def papers(scene: Scene, course: Course, secret: str) -> None:
    """The scheme's form sent; oral treatment prescribed and taken back."""
    nurse, doctor = scene.people["nurse"], scene.people["psychiatrist"]
    session = Session.objects.get(treatment__course=course)
    scheme.send_form(session=session, enrolled=True, by=nurse, now=scene.now)
    correct_details(
        patient=course.patient, address="1 Quay Street, Solent Town", by=scene.people["administrator"], now=scene.now
    )
    per_kg = DosePlan(per_kg=DosePerWeight(1_000))
    choice = Choice("oral-after-gap", secret, per_kg, "1 week apart", "oral-ketamine")
    decide(course=course, choice=choice, despite=dict.fromkeys(_STOPS, secret), by=doctor, now=scene.now)
    wanted = Wanted(Dose.of(60), every_days=7, doses=4, on=scene.today)
    made = prescribing.sign_prescription(course=course, wanted=wanted, number="123456", by=doctor, now=scene.now)
    prescribing.cancel_prescription(prescription=made, because=secret, by=doctor, now=scene.now)
