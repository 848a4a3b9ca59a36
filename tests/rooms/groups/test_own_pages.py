"""What a patient sees and does on their own pages of groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from afterglow.care.groups.actions.arranging import set_link
from afterglow.care.groups.actions.door import admit
from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.models.places import CANCELLED, CONFIRMED, HELD, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in
from tests.rooms.groups.meeting import FRIDAY, NEXT_FRIDAY, booked, group_at, meeting_on, treated, utc

pytestmark = pytest.mark.django_db

LINK = "https://meetings.example/join/abc"


@pytest.fixture
def cast() -> Cast:
    return cast_of("harrow-lane")


@pytest.fixture
def friday(cast: Cast) -> Meeting:
    return meeting_on(group_at(cast), FRIDAY)


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return treated(cast, 1)[0]


def read(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


@pytest.mark.usefixtures("clinic_time")
@pytest.mark.pathway("L1", "L3", "L4", "L5", "L9", "L10")
def test_the_page_of_a_date_says_everything_before_the_button(friday: Meeting, patient: Patient) -> None:
    page = read(signed_in(as_patient(patient)), f"/my/groups/{friday.ref}/")
    for words in (
        "You can book Friday 12 June: your infusion was 4 days before it",
        "Friday 12 June, 14:30 to 16:00",
        "The waiting room opens at 14:20. Nobody is let in after 14:45.",
        "8 of 8 left",
        "Dr Hannah Brandt and Dr Omar Reyes",
        "£10",
        "type only Maya",
        "What is said stays in the group.",
        "The free time is over: it ended Wednesday 10 June, 14:30",
        "Book and pay £10",
    ):
        assert words in page
    assert page.index("The free time is over") < page.index("Book and pay")
    assert "Example" not in page.partition("<footer")[0]


@pytest.mark.pathway("L2", "L10")
def test_the_cancellation_clock_says_the_closing_moment_and_the_time_left(
    clinic_time: Callable[[datetime], None], cast: Cast
) -> None:
    meeting = meeting_on(group_at(cast), NEXT_FRIDAY)
    (patient,) = treated(cast, 1, on=FRIDAY)
    clinic_time(utc("2026-06-15 09:30"))
    page = read(signed_in(as_patient(patient)), f"/my/groups/{meeting.ref}/")
    assert "You can book Friday 19 June: your infusion was 7 days before it." in page
    assert "<strong>Free until Wednesday 17 June, 14:30.</strong> After that £10.00 is kept." in page
    assert "It is Monday 15 June, 10:30. You have 2 days and 4 hours." in page


def test_after_a_dose_a_place_is_kept_and_nothing_is_asked(
    clinic_time: Callable[[datetime], None], cast: Cast, friday: Meeting
) -> None:
    (patient,) = treated(cast, 1, on=NOW.date())
    client = signed_in(as_patient(patient))
    clinic_time(utc("2026-06-11 17:00"))
    page = read(client, f"/my/groups/{friday.ref}/")
    assert "We ask you nothing before Friday 12 June, 12:00" in page
    assert "I will use first names" not in page
    client.post(f"/my/groups/{friday.ref}/", {})
    place = Place.objects.get()
    address = f"/my/groups/places/{place.ref}/"
    page = read(client, address)
    assert "A place is kept for you" in page
    assert "Rest first." in page
    assert "Pay £10" not in page
    clinic_time(utc("2026-06-12 11:00"))
    page = read(client, address)
    assert "I will use first names" in page
    assert "Take it and pay £10" in page


@pytest.mark.pathway("L8", "L10")
def test_booking_taking_and_giving_back(
    clinic_time: Callable[[datetime], None], friday: Meeting, patient: Patient
) -> None:
    client = signed_in(as_patient(patient))
    clinic_time(utc("2026-06-09 11:30"))
    answer = client.post(f"/my/groups/{friday.ref}/", {"agreed": "on"})
    assert answer.status_code == 302
    place = Place.objects.get()
    assert place.state == HELD
    page = read(client, f"/my/groups/places/{place.ref}/")
    assert "Not booked yet" in page
    assert "It is kept for you until Tuesday 9 June, 14:00. It is yours when £10 is paid." in page
    confirm_place(place=place, by=as_patient(patient), now=utc("2026-06-09 11:35"))
    page = read(client, f"/my/groups/places/{place.ref}/")
    assert "You have a place" in page
    assert "<strong>Free until Wednesday 10 June, 14:30.</strong> After that £10.00 is kept." in page
    assert "It is Tuesday 9 June, 12:30. You have 1 day and 2 hours." in page
    client.post(f"/my/groups/places/{place.ref}/give-back/")
    place.refresh_from_db()
    assert (place.state, place.owed_pence) == (CANCELLED, 0)


@pytest.mark.usefixtures("clinic_time")
def test_booking_asks_little_of_the_database_and_being_late_less(cast: Cast, friday: Meeting) -> None:
    """Everybody presses the button in the same minute; the session and who is asking are counted too."""
    *eight, ninth = treated(cast, 9)
    clients = [signed_in(as_patient(one)) for one in (*eight, ninth)]
    for client, most in zip(clients, [23] * 8 + [16], strict=True):
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(f"/my/groups/{friday.ref}/", {"agreed": "on"})
        statements = [one["sql"] for one in asked if one["sql"].startswith(("SELECT", "INSERT", "UPDATE"))]
        assert answer.status_code == (302 if most > 16 else 422)
        assert len(statements) <= most, "\n".join(statements)


@pytest.mark.usefixtures("clinic_time")
def test_without_the_tick_the_page_comes_back_and_says_so(friday: Meeting, patient: Patient) -> None:
    answer = signed_in(as_patient(patient)).post(f"/my/groups/{friday.ref}/", {})
    assert answer.status_code == 422
    assert "Tick that you agree" in answer.content.decode()
    assert not Place.objects.exists()


@pytest.mark.usefixtures("clinic_time")
@pytest.mark.pathway("L8")
def test_a_full_date_offers_the_line_and_the_line_its_position(cast: Cast, friday: Meeting) -> None:
    *eight, ninth, tenth = treated(cast, 10)
    for one in eight:
        booked(friday, one)
    first, second = signed_in(as_patient(ninth)), signed_in(as_patient(tenth))
    assert "All 8 are taken" in read(first, f"/my/groups/{friday.ref}/")
    for client in (first, second):
        assert client.post(f"/my/groups/{friday.ref}/line/").status_code == 302
    page = read(second, f"/my/groups/{friday.ref}/")
    assert "You are 2nd in the line" in page
    assert "One person is before you." in page
    assert "You owe nothing." in page
    assert "cannot be cancelled free" in page
    entry = page.partition("/my/groups/line/")[2].partition("/")[0]
    second.post(f"/my/groups/line/{entry}/leave/")
    assert "Join the line" in read(second, f"/my/groups/{friday.ref}/")


@pytest.mark.pathway("L9")
def test_the_door_says_what_happens_as_it_happens_and_shows_the_link_only_to_those_let_in(
    clinic_time: Callable[[datetime], None], cast: Cast, friday: Meeting, patient: Patient
) -> None:
    by = as_patient(patient)
    place = confirm_place(place=booked(friday, patient), by=by, now=NOW)
    set_link(meeting=friday, link=LINK, by=cast.joanne, now=NOW)
    client, address = signed_in(by), f"/my/groups/places/{place.ref}/"
    clinic_time(utc("2026-06-12 13:19:59"))
    assert "The waiting room opens here at 14:20" in read(client, address)
    clinic_time(utc("2026-06-12 13:45:00"))
    assert "The waiting room is open" in read(client, address)
    arrived = client.post(f"{address}arrive/", {"where": "At home, Lantern Row 4", "phone": "07700 900123"})
    assert arrived.status_code == 302
    page = read(client, address)
    assert "You are in the waiting room since 14:45" in page
    assert LINK not in page
    clinic_time(utc("2026-06-12 14:20:00"))
    admit(place=place, by=cast.hannah, now=utc("2026-06-12 14:20:00"))
    assert LINK in read(client, address)
    assert LINK in read(client, f"{address}door/")
    clinic_time(utc("2026-06-12 15:00:00"))
    assert LINK not in read(client, address)


@pytest.mark.pathway("L9")
def test_who_comes_a_second_late_is_told_kindly_and_not_let_in(
    clinic_time: Callable[[datetime], None], friday: Meeting, patient: Patient
) -> None:
    place = confirm_place(place=booked(friday, patient), by=as_patient(patient), now=NOW)
    client, address = signed_in(as_patient(patient)), f"/my/groups/places/{place.ref}/"
    clinic_time(utc("2026-06-12 13:45:01"))
    assert "The door closed at 14:45" in read(client, address)
    client.post(f"{address}arrive/", {"where": "At home", "phone": "07700 900123"})
    assert "You are welcome at the next one" in read(client, address)
    place.refresh_from_db()
    assert place.state == CONFIRMED


@pytest.mark.usefixtures("clinic_time")
@pytest.mark.parametrize("clinic", ["larkfield", "harrow-lane", "marlow-rooms"])
def test_every_clinic_has_the_page(clinic: str) -> None:
    found = cast_of(clinic) if clinic != "harrow-lane" else cast_of("harrow-lane")
    if clinic == "larkfield":
        group_at(found)
    page = read(signed_in(as_patient(maya(found))), "/my/groups/")
    expected = {
        "larkfield": "Friday 12 June",
        "harrow-lane": "No group meets at present.",
        "marlow-rooms": "has no groups",
    }
    assert expected[clinic] in page
    assert "yet" not in page.partition("<main")[2].partition("</main")[0]


@pytest.mark.usefixtures("clinic_time")
def test_another_patients_place_is_not_there(cast: Cast, friday: Meeting) -> None:
    one, other = treated(cast, 2)
    place = booked(friday, one)
    client = signed_in(as_patient(other))
    for address in ("", "door/", "arrive/"):
        assert client.get(f"/my/groups/places/{place.ref}/{address}").status_code == 404
    assert client.post(f"/my/groups/places/{place.ref}/give-back/").status_code == 404
