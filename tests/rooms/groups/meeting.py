"""A group at Harrow Lane or Larkfield with people who may come, built only through actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from afterglow.care.groups.actions.arranging import name_facilitator, start_series
from afterglow.care.groups.actions.booking import book_own
from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.series import Meeting, Series
from afterglow.ground.access.models import Account
from afterglow.record.people import actions as people
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, as_patient
from tests.rooms.stories import Story, told

FRIDAY = date(2026, 6, 12)
"""The day after NOW: a Friday."""
NEXT_FRIDAY = date(2026, 6, 19)
NAMES = ("Maya", "Tomasz", "Ines", "Ruth", "David", "Helen", "George", "Carys", "Yusuf", "Frances", "Kit", "Noor")


def utc(text: str) -> datetime:
    """``utc("2026-06-19 13:30")``"""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def group_at(cast: Cast, code: str = "integration", *, now: datetime = NOW, starts_on: date = FRIDAY) -> Series:
    series = start_series(code=code, starts_on=starts_on, by=cast.joanne, now=now)
    for leader in (cast.hannah, cast.omar):
        name_facilitator(series=series, account=Account.objects.get(pk=leader.account_id), by=cast.joanne, now=now)
    return series


def meeting_on(series: Series, day: date) -> Meeting:
    found: Meeting = Meeting.objects.select_related("series__clinic").get(series=series, day=day)
    return found


def registered(cast: Cast, given: str, number: int, *, family: str = "Example") -> Patient:
    patient = people.register_patient(
        given_names=given,
        family_name=family,
        birth_date=date(1980, 1, 1),
        sex_at_birth="",
        nhs_number="",
        email=f"{given.lower()}.{number}@home.example",
        phone="07700900123",
        allergies="None known",
        by=cast.joanne,
        now=NOW,
    )
    people.give_account(patient=patient, by=cast.joanne, now=NOW)
    return patient


def treated(cast: Cast, count: int, *, on: date = date(2026, 6, 8), names: Sequence[str] = NAMES) -> list[Patient]:
    """People in a course who had an infusion on a day."""
    made = [registered(cast, names[place % len(names)], place) for place in range(count)]
    for patient in made:
        told(cast, patient, Story(first=on, doses=[(on, 35_000)]))
    return made


def booked(meeting: Meeting, patient: Patient, now: datetime = NOW) -> Place:
    return book_own(
        meeting=meeting, patient=patient, agreed=True, in_group_therapy=False, by=as_patient(patient), now=now
    )
