"""The plain course of most stories: referred, assessed, agreed, treated so many times, followed.

What differs from person to person is data; a story that turns another way is written out where it happens.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from afterglow.care.course.actions import add_treatments, decide
from afterglow.care.course.models import Course, Treatment
from afterglow.care.course.rules.terms import Choice, DosePlan, Kind
from afterglow.demo.chapters import answering, arriving, assessing, planning, treating
from afterglow.demo.people import COORDINATOR, PSYCHIATRISTS, Doctor, Invented
from afterglow.demo.telling import Scene, Story
from afterglow.ground.kernel.quantity import DosePerWeight
from afterglow.record.people.models import Patient

ToPatient = Generator[datetime, None, Patient]
"""A story that ends by naming the patient."""


_HALF_A_MILLIGRAM = DosePlan(per_kg=DosePerWeight(500))
_USUAL_DAY = treating.Day(kg="")


@dataclass(frozen=True)
class Life:
    """One patient's way. ``qids`` is the score before the course and then before each treatment that was given."""

    who: Invented
    referred: str
    doctor: Doctor | None
    first_treatment: str
    qids: Sequence[int]
    code: str = "ketamine-infusion"
    dose: DosePlan = field(default=_HALF_A_MILLIGRAM)
    sessions: int = 6
    days_between: int = 7
    spacing: str = "1 week apart"
    clock: str = "09:30"
    bay: int | None = None
    text: str = "Depression for three years. Two antidepressants at full dose brought little. No psychosis, no mania."
    indication: str = "depression"
    medicines: assessing.Medicines = (("Sertraline", "150 mg daily", ""),)
    conditions: Mapping[str, str] = field(default_factory=dict)
    day: treating.Day = field(default=_USUAL_DAY)
    then: Callable[[Scene, Life, Patient, Course], Story] | None = None
    """How it goes on once every planned treatment was given."""


def lived(scene: Scene, life: Life) -> Story:
    """Tell a life from its referral up to the last treatment that falls before the demo opens."""
    patient = yield from accepted(scene, life)
    yield from agreed(scene, life, patient)
    yield from treated(scene, life, patient)


def accepted(scene: Scene, life: Life) -> ToPatient:
    """Referred, and accepted two days later."""
    yield scene.at(date.fromisoformat(life.referred), "09:10")
    patient = arriving.register(scene, life.who)
    parts = {"gp": life.doctor} if life.doctor and life.doctor.profession == "gp" else {}
    arriving.share_care(scene, patient, {**parts, "psychiatrist": PSYCHIATRISTS[0], "care-coordinator": COORDINATOR})
    referral = arriving.refer(scene, patient, life.doctor, text=life.text, indication=life.indication)
    yield scene.at(scene.open_day(scene.today + timedelta(days=2)), "12:15")
    arriving.accept(scene, referral)
    return patient


def agreed(scene: Scene, life: Life, patient: Patient) -> Story:
    """Consultation five weeks before the first treatment, then suitable, informed, and consent two weeks later."""
    first = date.fromisoformat(life.first_treatment)
    consultation = scene.open_day(max(scene.today + timedelta(days=7), first - timedelta(days=35)))
    yield scene.later(30)
    booked = assessing.book(scene, patient, "consultation", scene.at(consultation, "11:00"))
    yield scene.at(consultation, "11:05")
    assessing.attend(scene, booked)
    assessing.assess(scene, patient, life.who, medicines=life.medicines, conditions=life.conditions)
    yield scene.later(40)
    answering.baseline(scene, patient, qids=life.qids[0], phq=min(24, life.qids[0] + 1), gad=min(20, life.qids[0] - 2))
    assessing.find_suitable(scene, patient, "Two full trials without lasting benefit; nothing speaks against it.")
    yield scene.later(10)
    assessing.read_information(scene, patient)
    yield scene.at(scene.open_day(max(scene.today + timedelta(days=1), first - timedelta(days=21))), "15:00")
    assessing.agree(scene, patient)


def treated(scene: Scene, life: Life, patient: Patient) -> Story:
    """The course is planned and booked, and each treatment given on its day."""
    yield scene.later(20)
    course = planning.plan(
        scene,
        patient,
        code=life.code,
        dose=life.dose,
        first=date.fromisoformat(life.first_treatment),
        spacing=life.spacing,
        sessions=life.sessions,
        days_between=life.days_between,
    )
    treatments = [planning.book(scene, one, life.clock, bay=life.bay) for one in planning.treatments(course)]
    for number, treatment in enumerate(treatments):
        yield from given(scene, life, patient, treatment, number)
    if life.then:
        yield from life.then(scene, life, patient, course)


def given(scene: Scene, life: Life, patient: Patient, treatment: Treatment, number: int) -> Story:
    """The score two days before, and the day itself; later days than the scores given repeat the last."""
    score = life.qids[min(number + 1, len(life.qids) - 1)] if number else life.qids[0]
    yield scene.at(treatment.planned_day - timedelta(days=2), "18:30")
    answering.scores(scene, patient, f"treatment:{treatment.planned_day}", score)
    yield from treating.whole_day(scene, treatment, replace(life.day, kg=life.who.kg))


def decided(
    scene: Scene, course: Course, kind: Kind, reason: str, *, spacing: str = "", until: date | None = None
) -> None:
    """A psychiatrist decides how a course goes on."""
    choice = Choice(kind=kind, reason=reason, spacing=spacing, until=until)
    decide(course=course, choice=choice, by=scene.people["psychiatrist"], now=scene.now)


def maintained(
    scene: Scene, life: Life, patient: Patient, course: Course, *, weeks: int, scores: Sequence[int]
) -> Story:
    """Maintenance: one treatment every so many weeks, one for each score."""
    yield scene.at(scene.open_day(scene.today + timedelta(days=7)), "16:00")
    decided(
        scene, course, "maintenance", "A clear response that fades after some weeks.", spacing=f"{weeks} weeks apart"
    )
    for score in scores:
        day = scene.open_day(scene.today + timedelta(weeks=weeks))
        (treatment,) = add_treatments(course=course, days=[day], by=scene.people["psychiatrist"], now=scene.now)
        booked = planning.book(scene, treatment, life.clock, bay=life.bay)
        yield scene.at(day - timedelta(days=2), "18:30")
        answering.scores(scene, patient, f"treatment:{day}", score)
        yield from treating.whole_day(scene, booked, replace(life.day, kg=life.who.kg))
