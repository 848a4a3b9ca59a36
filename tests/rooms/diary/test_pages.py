"""The diary's pages, and a patient's own appointments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from afterglow.record.diary import actions
from afterglow.record.diary.models import TREATMENT, Appointment, Bay
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz

pytestmark = pytest.mark.usefixtures("clinic_time")

FRIDAY = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def bay(cast: Cast) -> Bay:
    return actions.add_bay(name="Bay 1", by=cast.joanne, now=NOW)


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return maya(cast)


def booked(cast: Cast, patient: Patient, bay: Bay) -> Appointment:
    end = FRIDAY + timedelta(hours=2)
    return actions.book(
        patient=patient, kind=TREATMENT, starts_at=FRIDAY, ends_at=end, bay=bay, by=cast.joanne, now=NOW
    )


def typed(patient: Patient, bay: Bay) -> dict[str, str]:
    return {
        "patient_shown": patient.ref,
        "kind": "treatment",
        "starts_at": "2026-06-12T10:00",
        "minutes": "120",
        "bay": bay.ref,
        "with_whom": "",
    }


def test_a_time_is_booked_and_shown_on_its_day(cast: Cast, patient: Patient, bay: Bay) -> None:
    browser = signed_in(cast.joanne)
    page = browser.get(f"/patients/{patient.ref}/book/").content.decode()
    assert "Free for two hours" in page
    assert "Maya Okonjo" in page
    answer = browser.post(f"/patients/{patient.ref}/book/", typed(patient, bay))
    assert (answer.status_code, answer["Location"]) == (302, "/diary/?day=2026-06-12")
    day = browser.get("/diary/?day=2026-06-12").content.decode()
    assert "Maya Okonjo" in day
    assert "Treatment until 12:00" in day
    assert ">10:00<" in day
    assert Appointment.objects.get().starts_at == FRIDAY


@pytest.mark.pathway("F6")
def test_a_closed_day_is_said_with_the_next_open_one_and_nothing_typed_is_lost(
    cast: Cast, patient: Patient, bay: Bay
) -> None:
    browser = signed_in(cast.joanne)
    answer = browser.post(f"/patients/{patient.ref}/book/", typed(patient, bay) | {"starts_at": "2026-06-13T10:00"})
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "The next open day is Monday 15 June 2026." in words
    assert 'value="2026-06-13T10:00"' in words
    assert "The clinic does not treat at weekends" in browser.get("/diary/?day=2026-06-13").content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"starts_at": ""}, "Enter the day and the time"),
        ({"starts_at": "next Friday"}, "such as 11 June 2026 14:32"),
        ({"minutes": "0"}, "Length must be 5 to 600"),
        ({"kind": ""}, "Choose what the time is for"),
        ({"bay": "elsewhere"}, "Choose one of the answers shown"),
        ({"bay": ""}, "A treatment needs a bay."),
    ],
)
def test_what_is_wrong_is_said_in_words(
    cast: Cast, patient: Patient, bay: Bay, changed: dict[str, str], words: str
) -> None:
    answer = signed_in(cast.joanne).post(f"/patients/{patient.ref}/book/", typed(patient, bay) | changed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Appointment.objects.exists()


def test_a_booking_from_another_patients_tab_is_refused(cast: Cast, patient: Patient, bay: Bay) -> None:
    shown = typed(tomasz(cast), bay)
    answer = signed_in(cast.joanne).post(f"/patients/{patient.ref}/book/", shown)
    assert answer.status_code == 422
    assert not Appointment.objects.exists()


def test_cancelling_asks_for_a_reason(cast: Cast, patient: Patient, bay: Bay) -> None:
    one, browser = booked(cast, patient, bay), signed_in(cast.joanne)
    address = f"/appointments/{one.ref}/cancel/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"patient_shown": patient.ref, "because": ""}).status_code == 422
    assert browser.post(address, {"patient_shown": patient.ref, "because": "Has a cold"}).status_code == 302
    one.refresh_from_db()
    assert one.cancelled_because == "Has a cold"
    assert "Maya Okonjo" not in browser.get("/diary/?day=2026-06-12").content.decode()


def test_who_came_is_one_button_on_the_day(
    cast: Cast, patient: Patient, bay: Bay, clinic_time: Callable[[datetime], None]
) -> None:
    one, browser = booked(cast, patient, bay), signed_in(cast.priya)
    assert "Has come" not in browser.get("/diary/?day=2026-06-12").content.decode()
    assert browser.post(f"/appointments/{one.ref}/attended/").status_code == 422
    clinic_time(FRIDAY - timedelta(hours=2))
    assert "Has come" in browser.get("/diary/?day=2026-06-12").content.decode()
    assert browser.get(f"/appointments/{one.ref}/attended/").status_code == 405
    assert browser.post(f"/appointments/{one.ref}/attended/")["Location"] == "/diary/?day=2026-06-12"
    assert "Came" in browser.get("/diary/?day=2026-06-12").content.decode()


@pytest.mark.parametrize("day", ["", "nonsense", "9999-12-31", "0001-01-01", "2026-13-45"])
def test_an_address_without_a_sensible_day_shows_today(cast: Cast, day: str) -> None:
    answer = signed_in(cast.priya).get("/diary/", {"day": day})
    assert answer.status_code == 200
    assert "Today, Thursday 11 June" in answer.content.decode()


def test_bays_of_the_protocol_are_added_by_a_button(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    assert "Add Bay 3" in browser.get("/diary/bays/").content.decode()
    browser.post("/diary/bays/", {"name": "Bay 3"})
    page = browser.get("/diary/bays/").content.decode()
    assert "Add Bay 3" not in page
    assert "Bay 3" in page
    assert browser.post("/diary/bays/", {"name": ""}).status_code == 422


def test_another_clinics_appointments_are_not_there(cast: Cast, patient: Patient, bay: Bay) -> None:
    one, elsewhere = booked(cast, patient, bay), cast_of("harrow-lane")
    browser = signed_in(elsewhere.joanne)
    assert browser.get(f"/appointments/{one.ref}/cancel/").status_code == 404
    assert browser.post(f"/appointments/{one.ref}/attended/").status_code == 404
    assert browser.get(f"/patients/{patient.ref}/book/").status_code == 404
    assert "Maya" not in browser.get("/diary/?day=2026-06-12").content.decode()


def test_a_patient_sees_their_own_appointments_and_no_others(cast: Cast, patient: Patient, bay: Bay) -> None:
    booked(cast, patient, bay)
    page = signed_in(as_patient(patient)).get("/my/appointments/").content.decode()
    assert "Friday 12 June, 10:00" in page
    other = signed_in(as_patient(tomasz(cast))).get("/my/appointments/").content.decode()
    assert "Friday 12 June" not in other
    assert "Nothing is booked" in other


def test_the_calendar_file_says_when_and_where_and_never_what_for(cast: Cast, patient: Patient, bay: Bay) -> None:
    booked(cast, patient, bay)
    answer = signed_in(as_patient(patient)).get("/my/appointments/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert "DTSTART;TZID=Europe/London:20260612T100000" in text
    assert "BEGIN:VTIMEZONE" in text
    for word in ("treatment", "ketamine", "Maya", "depression", "infusion"):
        assert word.lower() not in text.lower()
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("DTSTART") == FRIDAY
    assert str(event["SUMMARY"]) == "Appointment, Larkfield Clinic"


def test_the_day_page_asks_the_database_little(
    cast: Cast, patient: Patient, bay: Bay, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    booked(cast, patient, bay)
    browser = signed_in(cast.priya)
    browser.get("/diary/?day=2026-06-12")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        browser.get("/diary/?day=2026-06-12")


@pytest.mark.parametrize("who", ["lena", "grace"])
def test_whoever_reads_the_diary_only_writes_nothing_into_it(cast: Cast, patient: Patient, bay: Bay, who: str) -> None:
    one, browser = booked(cast, patient, bay), signed_in(getattr(cast, who))
    page = browser.get("/diary/?day=2026-06-12").content.decode()
    assert "Maya Okonjo" in page
    for button in ("Has come", "Cancel", "Bays</a>"):
        assert button not in page
    assert browser.post(f"/appointments/{one.ref}/attended/").status_code == 403
    one.refresh_from_db()
    assert one.attended_at is None
