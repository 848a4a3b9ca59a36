"""A busy morning: many patients at every stage, each row still written into the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from afterglow.care.course.models import PLANNED, Course, Direction, Treatment
from afterglow.care.referral.models import Referral
from afterglow.care.treatment.models import InfusionEvent, ReadinessAnswer, Session
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.nhs_number import nhs_number_for_testing
from afterglow.office.letters.models import Letter, LetterVersion
from afterglow.record.diary.models import CONSULTATION, REVIEW, TREATMENT, Appointment, Bay
from afterglow.record.outcomes.models import Request
from afterglow.record.pathway.models import Episode, Move
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import OutsideClinician, Patient
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast

GIVEN = ("Beatrix", "Callum", "Nadia", "Yusuf", "Li Wei", "Frances", "Patricia", "Sian", "Oluwaseun", "Kenji")
FAMILY = ("Lowe", "Reid", "Rahman", "Demir", "Chen", "O’Neill", "Farr", "Prosser", "Bakare", "Murata", "Eze", "Szabo")


@action("tests.busy_morning", may=Permission.DO_DUE_WORK)
def busy(*, cast: Cast, each: int, by: Actor, now: datetime = NOW, begun: bool = True) -> None:
    """``each`` patients to triage, waiting before and after their consultation, treated today, and in maintenance.

    With ``begun`` four of today's treatments are under way.
    """
    doctor = OutsideClinician.objects.create(clinic_id=by.clinic_id, name="Dr M. Osei", profession="gp")
    bays = [Bay.objects.create(clinic_id=by.clinic_id, name=f"Bay {place}") for place in range(1, 7)]
    people = _people(by, each * 5)
    for place in range(each):
        _referred(people[place], Stage.REFERRED, place, doctor, by, now)
        _waiting(people[each + place], place, doctor, by, now, seen=False)
        _waiting(people[2 * each + place], place, doctor, by, now, seen=True, hannah=cast.hannah)
        _treated(people[3 * each + place], place, bays, doctor, by, now, begun=begun)
        _maintained(people[4 * each + place], place, doctor, by, now)
        _work(people[3 * each + place], place, by, now)


def _people(by: Actor, count: int) -> Sequence[Patient]:
    return [
        Patient.objects.create(
            clinic_id=by.clinic_id,
            given_names=GIVEN[place % len(GIVEN)],
            family_name=f"{FAMILY[place % len(FAMILY)]}{'' if place < 60 else place}",
            county="Northshire",
            birth_date=date(1970, 1, 1) + timedelta(days=97 * place),
            nhs_number=nhs_number_for_testing(200 + place) or "",
            registered_at=NOW,
        )
        for place in range(count)
    ]


def _referred(
    patient: Patient, stage: Stage, place: int, doctor: OutsideClinician, by: Actor, now: datetime, days: int = 0
) -> Episode:
    received = now - timedelta(days=days or place, hours=1)
    episode: Episode = Episode.objects.create(
        clinic_id=by.clinic_id, patient=patient, number=1, opened_at=received, stage=stage.value, stage_since=received
    )
    way = [Stage.REFERRED, Stage.ACCEPTED, Stage.SUITABLE, Stage.CONSENTED, Stage.IN_COURSE, Stage.MAINTENANCE]
    for step in way[: way.index(stage) + 1]:
        Move.objects.create(episode=episode, to_stage=step.value, **signed(by=by, now=received))
    Referral.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        episode=episode,
        received_at=received,
        came_by="letter",
        referrer=doctor,
        responsible=True,
        funding="nhs" if place % 4 == 1 else "self-pay",
        urgent_since=now if stage is Stage.REFERRED and place == 0 else None,
        entered_at=received,
    )
    return episode


def _waiting(
    patient: Patient,
    place: int,
    doctor: OutsideClinician,
    by: Actor,
    now: datetime,
    *,
    seen: bool,
    hannah: Actor | None = None,
) -> None:
    _referred(patient, Stage.ACCEPTED, place, doctor, by, now, days=30 + 5 * place)
    start = now - timedelta(days=10 + 2 * place) if seen else now + timedelta(days=place % 12, hours=place % 3)
    if seen or place % 2:
        Appointment.objects.create(
            clinic_id=by.clinic_id,
            patient=patient,
            kind=CONSULTATION,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            with_account=Account.objects.get(pk=hannah.account_id) if hannah else None,
            booked_at=now - timedelta(days=20),
            attended_at=start if seen else None,
        )


def _course(patient: Patient, stage: Stage, place: int, doctor: OutsideClinician, by: Actor, now: datetime) -> Course:
    episode = _referred(patient, stage, place, doctor, by, now, days=120)
    course: Course = Course.objects.create(
        clinic_id=by.clinic_id,
        episode=episode,
        number=1,
        protocol_version=protocol_in_force(patient.clinic, now).version,
        treatment_code="ketamine-infusion",
        dose_per_kg_micrograms=500,
        spacing="1 week apart",
        planned_at=now - timedelta(days=100 - place),
    )
    return course


def _treated(
    patient: Patient,
    place: int,
    bays: Sequence[Bay],
    doctor: OutsideClinician,
    by: Actor,
    now: datetime,
    *,
    begun: bool,
) -> None:
    course = _course(patient, Stage.IN_COURSE, place, doctor, by, now)
    start = now - timedelta(hours=2) + timedelta(minutes=20 * place)
    booked = Appointment.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        kind=TREATMENT,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        bay=bays[place % len(bays)],
        booked_at=now - timedelta(days=7),
    )
    treatment = _treatment(course, 1, now.date(), booked)
    _treatment(course, 2, now.date() + timedelta(days=7), None)
    if place % 3 != 2:
        Direction.objects.create(
            treatment=treatment,
            drug="ketamine",
            route="intravenous",
            dose_micrograms=35_000,
            weight_grams=70_000,
            most_micrograms=35_000,
            valid_on=now.date(),
            **signed(by=by, now=now),
        )
    for question, option in (("alcohol", "yes" if place % 4 == 0 else "no"),):
        ReadinessAnswer.objects.create(
            treatment=treatment, question=question, option=option, **signed(by=by, now=now - timedelta(hours=20))
        )
    if begun and place < 4:
        _session(treatment, bays[place], place, by, now)


def _treatment(course: Course, number: int, day: date, booked: Appointment | None) -> Treatment:
    treatment: Treatment = Treatment.objects.create(
        clinic_id=course.clinic_id,
        course=course,
        number=number,
        code="ketamine-infusion",
        drug="ketamine",
        route="intravenous",
        planned_day=day,
        planned_micrograms=35_000,
        appointment=booked,
        state=PLANNED,
    )
    return treatment


def _session(treatment: Treatment, bay: Bay, place: int, by: Actor, now: datetime) -> None:
    session = Session.objects.create(
        clinic_id=by.clinic_id,
        treatment=treatment,
        bay=bay,
        in_bay_since=now,
        settled_at=now,
        settled_by="Priya Shah",
        identifiers="name, date of birth",
        left_at=now if place == 0 else None,
    )
    for step, kind in enumerate((["start", "complete"], ["start"], ["start", "pause"], [])[place]):
        InfusionEvent.objects.create(
            session=session,
            uuid=UUID(int=place * 10 + step + 1),
            kind=kind,
            rate_microlitres_per_hour=52_500 if kind == "start" else None,
            **signed(by=by, now=now),
        )


def _maintained(patient: Patient, place: int, doctor: OutsideClinician, by: Actor, now: datetime) -> None:
    course = _course(patient, Stage.MAINTENANCE, place, doctor, by, now)
    if place % 2:
        start = now + timedelta(days=3, hours=place % 4, minutes=place)
        Appointment.objects.create(
            clinic_id=by.clinic_id,
            patient=patient,
            kind=REVIEW,
            starts_at=start,
            ends_at=start + timedelta(minutes=30),
            booked_at=now,
        )
    letter = Letter.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        episode=course.episode,
        kind="after-session",
        about=f"told:{place}",
        title="After treatment",
        protocol_version=course.protocol_version,
        facts=[],
        drafted_at=now - timedelta(days=place),
    )
    part = {"heading": "", "paragraphs": ["It went well."]}
    LetterVersion.objects.create(letter=letter, number=1, parts=[part], **signed(by=by, now=now))


def _work(patient: Patient, place: int, by: Actor, now: datetime) -> None:
    due = now + timedelta(days=place - 2)
    Request.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        instrument="qids-sr16",
        occasion=f"treatment:{now.date().isoformat()}",
        protocol_version=protocol_in_force(patient.clinic, now).version,
        asked_at=due - timedelta(days=3),
        due_at=due,
        expires_at=due + timedelta(days=7),
    )
    for role in (Role.ADMINISTRATOR, Role.PSYCHIATRIST, Role.NURSE, Role.THERAPIST, Role.PHARMACIST):
        safety = role is Role.NURSE and place == 0
        Task.objects.create(
            clinic_id=by.clinic_id,
            kind="safety-answer" if safety else f"told-{role.value}",
            about=f"told:{place}",
            patient=patient,
            title="An answer about thoughts of suicide: call today" if safety else "Something to do",
            role=role.value,
            raised_at=now,
            due_at=now + timedelta(hours=place - 1),
        )
