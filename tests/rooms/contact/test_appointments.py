"""An appointment reaches the patient's own calendar, and leaves it again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from pytest_django.fixtures import Settings

from afterglow.ground.gateways.smtp_stub import running_mail_stub
from afterglow.record.contact import due
from afterglow.record.contact.models import Message
from afterglow.record.diary import actions as diary
from afterglow.record.diary.models import CONSULTATION, Appointment
from afterglow.record.people.actions import register_patient
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, cast_of, maya


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return maya(cast)


def booked(cast: Cast, patient: Patient, *, days: int = 3) -> Appointment:
    start = NOW + timedelta(days=days)
    return diary.book(
        patient=patient, kind=CONSULTATION, starts_at=start, ends_at=start + timedelta(hours=1), by=cast.joanne, now=NOW
    )


def told() -> list[Message]:
    return list(Message.objects.filter(key__startswith="appointment:").order_by("pk"))


def test_an_appointment_is_sent_once_for_the_patients_own_calendar(cast: Cast, patient: Patient) -> None:
    one = booked(cast, patient)
    for minute in range(3):
        due.due(NOW + timedelta(minutes=minute))
    (message,) = told()
    assert message.address == patient.email
    assert "Larkfield Clinic" in message.subject
    (event,) = Calendar.from_ical(message.calendar).walk("VEVENT")
    assert event.decoded("DTSTART") == one.starts_at
    assert str(event["UID"]) == f"{one.ref}@afterglow"


def test_a_cancelled_appointment_is_taken_out_again_once(cast: Cast, patient: Patient) -> None:
    one = booked(cast, patient)
    due.due(NOW)
    diary.cancel(appointment=one, because="Unwell", by=cast.joanne, now=NOW + timedelta(hours=1))
    for hour in (1, 2):
        due.due(NOW + timedelta(hours=hour))
    asked, taken_back = (Calendar.from_ical(message.calendar) for message in told())
    (first,), (second,) = asked.walk("VEVENT"), taken_back.walk("VEVENT")
    assert (str(asked["METHOD"]), str(taken_back["METHOD"])) == ("REQUEST", "CANCEL")
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert "cancelled" in told()[1].text
    assert "Unwell" not in told()[1].text + told()[1].calendar


def test_who_was_never_told_is_not_told_of_a_cancellation(cast: Cast, patient: Patient) -> None:
    diary.cancel(appointment=booked(cast, patient), because="Wrong day", by=cast.joanne, now=NOW)
    due.due(NOW)
    assert told() == []


def test_nobody_is_told_of_what_has_begun(cast: Cast, patient: Patient) -> None:
    one = booked(cast, patient, days=1)
    due.due(one.starts_at)
    assert told() == []
    due.due(one.starts_at - timedelta(seconds=1))
    assert len(told()) == 1


def test_who_has_no_address_is_not_written_to(cast: Cast) -> None:
    unreached = register_patient(
        given_names="Ivor",
        family_name="Lane",
        birth_date=date(1950, 5, 1),
        phone="07700 900123",
        by=cast.joanne,
        now=NOW,
    )
    booked(cast, unreached)
    due.due(NOW)
    assert told() == []


def test_neither_message_nor_entry_says_what_for(cast: Cast, patient: Patient) -> None:
    booked(cast, patient)
    due.due(NOW)
    (message,) = told()
    said = f"{message.subject} {message.text} {message.calendar}".lower()
    for word in ("ketamine", "treatment", "consultation", "depression", "infusion", patient.family_name.lower()):
        assert word not in said.replace(patient.email.lower(), "")


def test_a_mail_program_recognises_the_invitation(cast: Cast, patient: Patient, settings: Settings) -> None:
    booked(cast, patient)
    with running_mail_stub() as stub:
        settings.MAIL_URL = stub.url
        due.due(NOW)
    (mail,) = stub.taken
    plain, calendar = mail.iter_parts()
    assert mail.get_content_type() == "multipart/alternative"
    assert plain.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    (event,) = Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Appointment, Larkfield Clinic"


def test_another_clinics_patients_hear_in_their_own_clinics_name(cast: Cast, patient: Patient) -> None:
    elsewhere = cast_of("harrow-lane")
    booked(elsewhere, maya(elsewhere))
    due.due(NOW)
    (message,) = told()
    assert message.clinic_id == elsewhere.clinic.pk
    assert elsewhere.clinic.name in message.subject
