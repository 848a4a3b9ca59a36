"""A clinic with so many bays, somebody in each, a monitor at each bed, and screens that show its board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from afterglow.care.course.models import Course, Treatment
from afterglow.care.treatment.actions.devices import join_device
from afterglow.care.treatment.models import Session
from afterglow.demo.building import open_demo_clinic
from afterglow.demo.clinics import CLINICS
from afterglow.demo.telling import Scene
from afterglow.ground.access.actor import system_actor
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.audit import trail
from afterglow.record.diary.models import Bay
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from tests.people import signed_in


@dataclass(frozen=True)
class Bed:
    """A bay's monitor: its token, and how the board's stream calls whoever lies there."""

    bay: str
    token: str
    of: str


@dataclass(frozen=True)
class Ward:
    """Its beds, the address of its board's stream, and a cookie for each screen, every one signed in on its own."""

    beds: tuple[Bed, ...]
    stream: str
    cookies: tuple[str, ...]


def open_ward(*, bays: int, screens: int, now: datetime) -> Ward:
    """Open the clinic and settle somebody in every bay half an hour ago."""
    scene = open_demo_clinic(CLINICS[0])
    with trail.opened(author=system_actor(scene.clinic.pk), now=now, verb="bench.filled"):
        sessions = _sessions(scene, bays, now)
    nurse, beds = scene.people["nurse"], []
    for session in sessions:
        _, token = join_device(name=f"Monitor {session.bay}", bay=session.bay, by=nurse, now=now)
        beds.append(Bed(session.bay.name, token, session.treatment.ref))
    cookies = tuple(f"session={signed_in(nurse).cookies['session'].value}" for _ in range(screens))
    return Ward(tuple(beds), f"/stream/board/{scene.clinic.ref}", cookies)


def _sessions(scene: Scene, count: int, now: datetime) -> list[Session]:
    clinic, began = scene.clinic, now - timedelta(minutes=30)
    for bay in Bay.objects.filter(clinic=clinic):
        bay.retired_at = now
        bay.save(update_fields=["retired_at"])
    bays = Bay.objects.bulk_create(Bay(clinic=clinic, name=f"Place {number}") for number in range(1, count + 1))
    patients = Patient.objects.bulk_create(
        Patient(
            clinic=clinic,
            given_names=f"Given{number}",
            family_name=f"Family{number:04}",
            birth_date=now.date() - timedelta(days=12_000 + number),
            registered_at=now,
        )
        for number in range(count)
    )
    episodes = Episode.objects.bulk_create(
        Episode(clinic=clinic, patient=one, number=1, opened_at=began, stage=Stage.IN_COURSE.value, stage_since=began)
        for one in patients
    )
    version = protocol_in_force(clinic, now).version
    courses = Course.objects.bulk_create(
        Course(
            clinic=clinic,
            episode=episode,
            number=1,
            protocol_version=version,
            treatment_code="ketamine-infusion",
            dose_per_kg_micrograms=500,
            spacing="1 week apart",
            planned_at=began,
        )
        for episode in episodes
    )
    treatments = Treatment.objects.bulk_create(
        Treatment(
            clinic=clinic,
            course=course,
            number=1,
            code="ketamine-infusion",
            drug="ketamine",
            route="intravenous",
            planned_day=now.date(),
            planned_micrograms=35_000,
        )
        for course in courses
    )
    sessions: list[Session] = Session.objects.bulk_create(
        Session(
            clinic=clinic,
            treatment=treatment,
            bay=bay,
            in_bay_since=began,
            settled_at=began,
            settled_by="Priya Shah, infusion nurse",
            identifiers="name, date of birth",
        )
        for treatment, bay in zip(treatments, bays, strict=True)
    )
    return sessions
