"""A clinic whose integration group has many dates, and many people who may come to each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from afterglow.care.course.models import GIVEN, Course, Treatment
from afterglow.care.groups.models.places import TAKING, Place
from afterglow.care.groups.models.series import PATIENTS, Meeting, Series
from afterglow.care.groups.queries.terms import version_for
from afterglow.care.groups.rules.terms import terms_of
from afterglow.demo.building import open_demo_clinic
from afterglow.demo.clinics import CLINICS
from afterglow.ground.access.actor import system_actor
from afterglow.ground.access.models import Account, Clinic
from afterglow.ground.audit import trail
from afterglow.ground.kernel.period import Period, local_day
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from bench.parts.rush import post

WITH_FEE = "harrow-lane"
"""A place there is held until it is paid, as an order of the peer is."""
DAYS_A_SERIES = 5
"""One infusion two days ago opens the dates of five days ahead."""
TOKEN = "b" * 32
"""What stands in a browser's cookie and in its forms, so that they match."""


@dataclass(frozen=True)
class Guest:
    """One patient with a browser in which they have signed in."""

    patient: Patient
    session: str

    def books(self, meeting: Meeting, port: int, *, token: str = TOKEN) -> bytes:
        """The whole request with which the booking form of a date is sent."""
        typed = {"csrfmiddlewaretoken": token, "in_group_therapy": "no", "agreed": "on"}
        cookies = f"Cookie: session={self.session}; csrf={TOKEN}"
        path = f"/my/groups/{meeting.ref}/"
        return post(path, port, urlencode(typed), "application/x-www-form-urlencoded", cookies)


@dataclass(frozen=True)
class Hall:
    """The clinic, its dates, and everybody who may come."""

    clinic: Clinic
    rushes: tuple[Meeting, ...]
    eights: tuple[Meeting, ...]
    guests: tuple[Guest, ...]
    stranger: Guest
    """Somebody who had no infusion, and may not come."""


def open_hall(*, people: int, rushes: int, eights: int, now: datetime) -> Hall:
    """Open the clinic with so many people, dates for everybody, and dates with eight places."""
    clinic = open_demo_clinic(next(plan for plan in CLINICS if plan.slug == WITH_FEE)).clinic
    with trail.opened(author=system_actor(clinic.pk), now=now, verb="bench.filled"):
        meetings = _meetings(clinic, rushes + eights, now)
        for meeting in meetings[:rushes]:
            meeting.places = 2 * people
            meeting.save(update_fields=["places"])
        patients = _patients(clinic, people + 1, now)
        _infusions(clinic, patients[:-1], now)
    guests = [_guest(patient) for patient in patients]
    return Hall(clinic, tuple(meetings[:rushes]), tuple(meetings[rushes:]), tuple(guests[:-1]), guests[-1])


def taken(meeting: Meeting) -> int:
    """How many places of a meeting somebody has."""
    return int(Place.objects.filter(meeting=meeting, state__in=TAKING).count())


def _meetings(clinic: Clinic, count: int, now: datetime) -> list[Meeting]:
    made: list[Meeting] = []
    while len(made) < count:
        # An end far ahead: several series of one kind may stand beside each other, and due work adds no dates.
        series = Series.objects.create(
            clinic=clinic,
            code="integration",
            audience=PATIENTS,
            starts_on=now.date(),
            started_at=now,
            ended_on=now.date() + timedelta(days=900),
        )
        made += [_meeting(series, ahead, now) for ahead in range(1, DAYS_A_SERIES + 1)]
    return made[:count]


def _meeting(series: Series, ahead: int, now: datetime) -> Meeting:
    day = now.date() + timedelta(days=ahead)
    protocol = version_for(series, day)
    start = datetime.combine(day, time(14, 30), protocol.zone)
    terms = terms_of(Period(start, start + timedelta(minutes=90)), protocol.group(series.code))
    made: Meeting = Meeting.objects.create(
        clinic=series.clinic,
        series=series,
        run=ahead,
        part=1,
        protocol_version=protocol.version,
        day=day,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        door_opens_at=terms.door_opens_at,
        door_closes_at=terms.door_closes_at,
        places=terms.places,
        fee_pence=terms.fee.pence,
        free_until=terms.free_until,
    )
    return made


def _patients(clinic: Clinic, count: int, now: datetime) -> Sequence[Patient]:
    accounts = Account.objects.bulk_create(Account(email=f"guest{n}@home.example", password="!") for n in range(count))
    return Patient.objects.bulk_create(
        Patient(
            clinic=clinic,
            account=account,
            given_names=f"Given{number}",
            family_name=f"Family{number:04}",
            birth_date=now.date() - timedelta(days=12_000 + number),
            email=account.email,
            registered_at=now,
        )
        for number, account in enumerate(accounts)
    )


def _infusions(clinic: Clinic, patients: Sequence[Patient], now: datetime) -> None:
    then = now - timedelta(days=2)
    version = version_for(Series(clinic=clinic), now.date()).version
    episodes = Episode.objects.bulk_create(
        Episode(clinic=clinic, patient=one, number=1, opened_at=then, stage=Stage.IN_COURSE.value, stage_since=then)
        for one in patients
    )
    courses = Course.objects.bulk_create(
        Course(
            clinic=clinic,
            episode=episode,
            number=1,
            protocol_version=version,
            treatment_code="ketamine-infusion",
            dose_per_kg_micrograms=500,
            spacing="1 week apart",
            planned_at=then,
        )
        for episode in episodes
    )
    Treatment.objects.bulk_create(
        Treatment(
            clinic=clinic,
            course=course,
            number=1,
            code="ketamine-infusion",
            drug="ketamine",
            route="intravenous",
            planned_day=local_day(then, version_for(Series(clinic=clinic), then.date()).zone),
            planned_micrograms=35_000,
            state=GIVEN,
            given_micrograms=35_000,
            given_at=then,
            side_effects="none",
        )
        for course in courses
    )


def _guest(patient: Patient) -> Guest:
    from tests.people import as_patient, signed_in

    return Guest(patient, signed_in(as_patient(patient)).cookies["session"].value)
