"""A professional signs up for an event on a page for everybody, gets it for their calendar, and can say no again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from afterglow.care.groups.actions import events
from afterglow.care.groups.actions.arranging import call_off
from afterglow.care.groups.actions.events import sign_up
from afterglow.care.groups.actions.moving import move_meeting
from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.events import outdated_sign_ups
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.actor import system_actor
from afterglow.ground.audit.models import AuditRow
from afterglow.record.contact.models import Message
from tests.people import NOW, Cast, cast_of, signed_in
from tests.rooms.groups.meeting import group_at, meeting_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]

PAGE = "/clinics/larkfield/events/"


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def tuesday(cast: Cast) -> Meeting:
    """The fourth Tuesday of June: the journal club."""
    return meeting_on(group_at(cast, "journal-club"), date(2026, 6, 23))


def typed(tuesday: Meeting, **changed: str) -> dict[str, str]:
    known = {
        "date": tuesday.ref,
        "name": "Dr Ola Brand",
        "email": "Ola@Elsewhere.example",
        "profession": "psychiatrist",
    }
    return {**known, "website": "", **changed}


def erase_what_is_over(now: datetime) -> None:
    for one in outdated_sign_ups(now):
        events.erase_sign_up(one=one, by=system_actor(one.clinic_id), now=now)


def come(cast: Cast, tuesday: Meeting, email: str = "ola@elsewhere.example") -> SignUp:
    who = {"name": "Dr Ola Brand", "profession": "psychiatrist"}
    return sign_up(meeting=tuesday, email=email, **who, by=cast.system, now=NOW)


def told() -> Sequence[tuple[Message, str, int]]:
    """Every message about an event, with the method and the sequence of its calendar entry."""
    found = []
    for message in Message.objects.filter(key__startswith="event:").order_by("pk"):
        calendar = Calendar.from_ical(message.calendar)
        (event,) = calendar.walk("VEVENT")
        found.append((message, str(calendar["METHOD"]), int(event["SEQUENCE"])))
    return found


@pytest.mark.pathway("F37")
def test_a_professional_signs_up_and_is_expected(cast: Cast, tuesday: Meeting) -> None:
    anybody = Client()
    page = anybody.get(PAGE).content.decode()
    assert "Tuesday 23 June, 17:30" in page
    assert "Cases are anonymous." in page
    for _ in range(2):
        assert "You have signed up" in anybody.post(PAGE, typed(tuesday)).content.decode()
    ((message, method, _),) = told()
    assert (message.address, message.patient, method) == ("ola@elsewhere.example", None, "REQUEST")
    assert message.subject == "Larkfield Clinic: Journal club, Tuesday 23 June, 17:30"
    office = signed_in(cast.joanne).get(f"/groups/meetings/{tuesday.ref}/").content.decode()
    assert "psychiatrist, ola@elsewhere.example" in office
    assert "ola@elsewhere.example" not in signed_in(cast.lena).get(f"/groups/meetings/{tuesday.ref}/").content.decode()


def test_whoever_cannot_come_says_so_by_their_link_and_looking_at_it_changes_nothing(
    cast: Cast, tuesday: Meeting
) -> None:
    made = come(cast, tuesday)
    ((message, _, _),) = told()
    link = next(word for word in message.text.split() if "/events/l/" in word).partition("://")[2]
    path, anybody = f"/{link.partition('/')[2]}", Client()
    assert "We expect you" in anybody.get(path).content.decode()
    assert SignUp.objects.get(pk=made.pk).ended_at is None
    for _ in range(2):
        assert "We do not expect you" in anybody.post(path).content.decode()
    (_, first, began), (_, last, ended) = told()
    assert (first, last, ended) == ("REQUEST", "CANCEL", began + 1)
    assert anybody.get("/events/l/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert come(cast, tuesday).pk != made.pk, "and may sign up again"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"date": ""}, "Choose a date"),
        ({"name": ""}, "Enter your name"),
        ({"email": "ola"}, "e-mail address"),
        ({"profession": ""}, "Enter your profession"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    tuesday: Meeting, changed: dict[str, str], words: str
) -> None:
    answer = Client().post(PAGE, typed(tuesday, **changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "psychiatrist" in answer.content.decode()
    assert not SignUp.objects.exists()


def test_a_program_that_fills_every_field_is_thanked_and_thrown_away(tuesday: Meeting) -> None:
    assert Client().post(PAGE, typed(tuesday, website="https://x.example")).status_code == 200
    assert not SignUp.objects.exists()


def test_a_date_moved_or_called_off_moves_in_their_calendar_or_leaves_it(cast: Cast, tuesday: Meeting) -> None:
    come(cast, tuesday)
    later = tuesday.starts_at + timedelta(days=1)
    move_meeting(meeting=tuesday, starts_at=later, because="A strike.", reason="", by=cast.joanne, now=NOW)
    call_off(meeting=tuesday, because="A strike.", by=cast.joanne, now=NOW)
    assert [method for _, method, _ in told()] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [sequence for _, _, sequence in told()] == [0, 1, 2]
    assert "Wednesday 24 June, 17:30. It is at this new time." in told()[1][0].text
    with pytest.raises(Refused, match="no longer open"):
        come(cast, tuesday, "another@elsewhere.example")


def test_groups_of_patients_are_never_on_the_page_nor_open_to_it(cast: Cast) -> None:
    group = group_at(cast, "psychodynamic")
    first = Meeting.objects.filter(series=group).earliest("starts_at")
    assert "No date is open at present." in Client().get(PAGE).content.decode()
    with pytest.raises(Refused, match="no longer open"):
        come(cast, first)


def test_who_came_is_erased_a_year_after_the_date_and_that_somebody_came_is_not(cast: Cast, tuesday: Meeting) -> None:
    made, other = come(cast, tuesday), come(cast, tuesday, "ines@elsewhere.example")
    link = next(word for word in told()[0][0].text.split() if "/events/l/" in word).partition("://")[2]
    midnight = datetime(2027, 6, 22, 23, 0, tzinfo=UTC)
    erase_what_is_over(midnight - timedelta(seconds=1))
    made.refresh_from_db()
    assert made.name == "Dr Ola Brand"
    for _ in range(2):
        erase_what_is_over(midnight)
    for one in (made, other):
        one.refresh_from_db()
        assert (one.name, one.email, one.profession, one.invoice_to) == ("", "", "", "")
        assert one.erased_at == midnight
    letters = Message.objects.filter(key__startswith="event:")
    assert letters.count() == 2
    assert not letters.exclude(address="", subject="", text="", calendar="").exists()
    assert Client().get(f"/{link.partition('/')[2]}").status_code == 404
    assert AuditRow.objects.filter(verb__contains="groups.sign_up_erased").count() == 2


def test_a_date_moved_keeps_the_names_a_year_from_its_new_day(cast: Cast, tuesday: Meeting) -> None:
    made = come(cast, tuesday)
    later = tuesday.starts_at + timedelta(days=2)
    move_meeting(meeting=tuesday, starts_at=later, because="A strike.", reason="", by=cast.joanne, now=NOW)
    made.refresh_from_db()
    assert made.keep_until == date(2027, 6, 25)


def test_a_flood_of_names_ends(cast: Cast, tuesday: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST", 2)
    for number in range(2):
        come(cast, tuesday, f"person{number}@elsewhere.example")
    with pytest.raises(Refused, match="Please call us"):
        come(cast, tuesday)
