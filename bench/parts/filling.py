"""A clinic full of people for a benchmark, and one of them with five years behind her."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from afterglow.care.course.models import GIVEN, Course, Treatment
from afterglow.care.referral.actions import receive
from afterglow.care.treatment.models import TYPED, Reading, Session
from afterglow.demo.building import open_demo_clinic
from afterglow.demo.chapters import arriving, assessing, planning
from afterglow.demo.clinics import CLINICS
from afterglow.demo.people import GPS, invented
from afterglow.demo.telling import Scene
from afterglow.demo.years.lives import Life, agreed
from afterglow.ground.access.actor import system_actor
from afterglow.ground.access.signing import signed
from afterglow.ground.audit import trail
from afterglow.record.outcomes.models import Request, Score
from afterglow.record.outcomes.rules.qids_sr16 import QIDS_SR16
from afterglow.record.people.models import Patient

NOW = datetime(2026, 9, 3, 13, 32).astimezone()
SESSIONS, SCORES, READINGS = 60, 300, 20_000
OTHERS, WAITING = 2_000, 50


def fill() -> tuple[Scene, Patient]:
    """Open Larkfield and fill it; returns it, and the patient with 60 sessions, 300 scores and 20,000 readings."""
    scene = open_demo_clinic(CLINICS[0])
    patient = _five_years(scene)
    _others(scene)
    return scene, patient


def _five_years(scene: Scene) -> Patient:
    life = Life(
        invented("Helen Abara", "1967-06-19", "female", "84", "165", 116),
        "2025-09-02",
        GPS[0],
        "2025-11-05",
        (18,),
        medicines=(
            ("Venlafaxine MR", "150 mg daily", ""),
            ("Diazepam", "2 mg if needed", ""),
            ("Ramipril", "5 mg", ""),
        ),
    )
    scene.now = scene.at(date(2025, 9, 2), "09:00")
    patient = arriving.register(scene, life.who)
    referral = arriving.refer(scene, patient, GPS[0], text=life.text)
    arriving.accept(scene, referral)
    for moment in agreed(scene, life, patient):
        scene.now = moment
    course = planning.plan(scene, patient, code=life.code, dose=life.dose, first=date(2025, 11, 5), sessions=1)
    with trail.opened(author=system_actor(scene.clinic.pk), now=NOW, verb="bench.filled"):
        _sessions(scene, course)
        _scores(scene, patient)
    return patient


def _sessions(scene: Scene, course: Course) -> None:
    by = signed(by=scene.people["nurse"], now=NOW)
    common = {"clinic_id": scene.clinic.pk, "course": course, "code": course.treatment_code}
    start = NOW - timedelta(days=5 * 365)
    moments = [start + timedelta(days=30 * number) for number in range(SESSIONS)]
    treatments = Treatment.objects.bulk_create(
        Treatment(
            **common,
            number=number + 2,
            drug="ketamine",
            route="intravenous",
            planned_day=given_at.date(),
            planned_micrograms=42_000,
            state=GIVEN,
            given_micrograms=42_000,
            given_at=given_at,
            side_effects="none",
        )
        for number, given_at in enumerate(moments)
    )
    sessions = Session.objects.bulk_create(
        Session(
            clinic_id=scene.clinic.pk,
            treatment=treatment,
            bay=scene.bays[0],
            in_bay_since=given_at,
            settled_at=given_at,
            settled_by="Priya Shah, infusion nurse",
            identifiers="name, date of birth",
            left_at=given_at + timedelta(hours=2),
        )
        for treatment, given_at in zip(treatments, moments, strict=True)
    )
    Reading.objects.bulk_create(
        Reading(
            session=sessions[number % SESSIONS],
            uuid=uuid.uuid4(),
            source=TYPED,
            systolic=120 + number % 40,
            diastolic=75 + number % 20,
            heart_rate=70 + number % 25,
            spo2=97,
            **{
                **by,
                "happened_at": moments[number % SESSIONS] + timedelta(seconds=20 * (number // SESSIONS)),
            },
        )
        for number in range(READINGS)
    )


def _scores(scene: Scene, patient: Patient) -> None:
    by = signed(by=scene.people["nurse"], now=NOW)
    start = NOW - timedelta(days=5 * 365)
    moments = [start + timedelta(days=6 * number) for number in range(SCORES)]
    requests = Request.objects.bulk_create(
        Request(
            clinic_id=scene.clinic.pk,
            patient=patient,
            instrument="qids-sr16",
            occasion=f"bench:{number}",
            protocol_version=scene.protocol.version,
            asked_at=moment,
            due_at=moment,
            expires_at=moment + timedelta(days=7),
            submitted_at=moment,
            closed_at=moment,
        )
        for number, moment in enumerate(moments)
    )
    Score.objects.bulk_create(
        Score(
            request=request,
            patient=patient,
            instrument="qids-sr16",
            algorithm=QIDS_SR16.algorithm,
            recall_days=7,
            total=8 + number % 9,
            band="mild",
            complete=True,
            prorated=False,
            missing=[],
            answers={},
            working="as on the day",
            text_sha256="0" * 64,
            how="paper",
            **{**by, "happened_at": request.asked_at},
        )
        for number, request in enumerate(requests)
    )


def _others(scene: Scene) -> None:
    clerk = scene.people["administrator"]
    scene.now = NOW - timedelta(days=40)
    with trail.opened(author=system_actor(scene.clinic.pk), now=NOW, verb="bench.filled"):
        patients = Patient.objects.bulk_create(
            Patient(
                clinic=scene.clinic,
                given_names=f"Given{number:05}",
                family_name=f"Family{number % 977:04}",
                birth_date=date(1950 + number % 50, 1 + number % 12, 1 + number % 28),
                phone="+447700900123",
                registered_at=NOW,
            )
            for number in range(OTHERS)
        )
    doctor = arriving.knows(scene, GPS[1])
    for number, patient in enumerate(patients[:WAITING]):
        scene.now = NOW - timedelta(days=90 - number)
        referral = receive(
            patient=patient,
            came_by="letter",
            referrer=doctor,
            responsible=True,
            text="x",
            by=clerk,
            now=scene.now,
            indication="depression",
        )
        if number % 5:
            arriving.accept(scene, referral)
            assessing.book(scene, patient, "consultation", NOW + timedelta(days=7 + number, hours=number % 6))
