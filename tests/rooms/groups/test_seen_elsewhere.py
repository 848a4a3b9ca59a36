"""Meetings on the morning's page of whoever leads them or runs the clinic, and a patient's groups in their record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from afterglow.care.groups.actions.arranging import end_facilitator
from afterglow.care.groups.actions.door import admit, arrive, close_attendance, write_concern
from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.actions.process import note
from afterglow.care.groups.models.series import Facilitator, Meeting, Series
from tests.people import NOW, Cast, as_patient, cast_of, signed_in
from tests.rooms.groups.meeting import FRIDAY, booked, group_at, meeting_on, treated

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of("harrow-lane")


@pytest.fixture
def series(cast: Cast) -> Series:
    return group_at(cast)


@pytest.fixture
def friday(series: Series) -> Meeting:
    return meeting_on(series, FRIDAY)


def test_a_facilitator_finds_their_meetings_of_the_day_and_the_office_all_of_them(
    cast: Cast, friday: Meeting, clinic_time: Callable[[datetime], None]
) -> None:
    for one in treated(cast, 2):
        booked(friday, one)
    clinic_time(friday.starts_at - timedelta(hours=5))
    part = signed_in(cast.hannah).get("/today/meetings/").content.decode()
    assert "14:30" in part
    assert "2 of 8\u00a0places taken" in part
    assert f'href="/groups/meetings/{friday.ref}/door/"' in part
    assert f'href="/groups/meetings/{friday.ref}/"' in signed_in(cast.joanne).get("/today/meetings/").content.decode()
    assert 'hx-get="/today/meetings/"' in signed_in(cast.joanne).get("/today/").content.decode()
    clinic_time(friday.starts_at + timedelta(days=1))
    assert "No meeting today." in signed_in(cast.joanne).get("/today/meetings/").content.decode()


def test_whoever_leads_it_no_longer_does_not_find_it(
    cast: Cast, friday: Meeting, clinic_time: Callable[[datetime], None]
) -> None:
    clinic_time(friday.starts_at)
    leads = Facilitator.objects.get(series=friday.series, account_id=cast.hannah.account_id)
    end_facilitator(facilitator=leads, by=cast.joanne, now=NOW)
    assert "No meeting today." in signed_in(cast.hannah).get("/today/meetings/").content.decode()


@pytest.mark.usefixtures("clinic_time")
def test_the_record_says_who_came_and_what_was_raised_and_nothing_of_process_notes(cast: Cast, friday: Meeting) -> None:
    came, missed = treated(cast, 2)
    places = [confirm_place(place=booked(friday, one), by=as_patient(one), now=NOW) for one in (came, missed)]
    start = friday.starts_at
    arrive(place=places[0], where="At home", phone="+447700900123", by=as_patient(came), now=start)
    admit(place=places[0], by=cast.hannah, now=start)
    write_concern(meeting=friday, patient=came, text="Has not slept for days.", grade="", by=cast.hannah, now=start)
    note(meeting=friday, text="A quiet afternoon in the room.", themes=(), by=cast.hannah, now=start)
    close_attendance(meeting=friday, by=cast.system, now=friday.ends_at)
    browser = signed_in(cast.priya)
    pages = [browser.get(f"/patients/{one.ref}/groups/").content.decode() for one in (came, missed)]
    assert "Attended" in pages[0]
    assert "Has not slept for days." in pages[0]
    assert "Did not attend" in pages[1]
    assert "Has not slept" not in pages[1]
    part = browser.get(f"/patients/{came.ref}/groups/", headers={"HX-Request": "true"}).content.decode()
    record = browser.get(f"/patients/{came.ref}/").content.decode()
    assert f'hx-get="/patients/{came.ref}/groups/"' in record
    assert not any("quiet afternoon" in text for text in (*pages, part, record))
