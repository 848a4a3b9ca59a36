"""A place reaches the participant's own calendar and leaves it; the way in is made ahead, or asked for in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from icalendar import Calendar

from afterglow.care.groups.actions.answering import give_back
from afterglow.care.groups.actions.arranging import call_off, set_link
from afterglow.care.groups.actions.linking import make_links
from afterglow.care.groups.actions.moving import move_meeting
from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.due import due
from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.linking import NO_LINK_TASK, OLD_TIME_TASK
from afterglow.ground.gateways.meetings.graph import GraphMeetings
from afterglow.ground.gateways.meetings.graph_stub import Tenant, refusal
from afterglow.ground.gateways.meetings.transport import Answer
from afterglow.record.contact.models import EMAIL, Message
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, as_patient, cast_of, signed_in
from tests.rooms.groups.meeting import FRIDAY, NEXT_FRIDAY, booked, group_at, meeting_on, treated

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of("harrow-lane")


@pytest.fixture
def friday(cast: Cast) -> Meeting:
    return meeting_on(group_at(cast), NEXT_FRIDAY)


@pytest.fixture
def tenant() -> Tenant:
    cache.clear()
    return Tenant()


def service(tenant: Tenant) -> GraphMeetings:
    return GraphMeetings(tenant.name, tenant.client, tenant.secret, "organiser", ask=tenant.answer)


def confirmed(cast: Cast, friday: Meeting) -> Place:
    (maya,) = treated(cast, 1, on=FRIDAY)
    return confirm_place(place=booked(friday, maya, NOW + timedelta(days=3)), by=as_patient(maya), now=NOW)


def calendars() -> list[tuple[Message, Calendar]]:
    rows = Message.objects.filter(key__startswith="place-calendar:").order_by("pk")
    return [(row, Calendar.from_ical(row.calendar)) for row in rows]


@pytest.mark.pathway("L6")
def test_a_confirmed_place_comes_into_the_calendar_once(cast: Cast, friday: Meeting) -> None:
    place = confirmed(cast, friday)
    for minute in range(3):
        due(NOW + timedelta(days=3, minutes=minute))
    ((message, calendar),) = calendars()
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == "REQUEST"
    assert event.decoded("DTSTART") == friday.starts_at
    assert str(event["SUMMARY"]) == "Meeting, Harrow Lane Clinic"
    assert str(event["UID"]) == f"{place.ref}@afterglow"
    said = f"{message.subject} {message.text} {message.calendar}".lower()
    for word in ("integration", "ketamine", "group", "infusion", place.patient.family_name.lower()):
        assert word not in said.replace("/my/groups/", "").replace(place.patient.email, "").replace(".example", "")


def test_a_held_place_is_not_in_any_calendar(cast: Cast, friday: Meeting) -> None:
    (maya,) = treated(cast, 1, on=FRIDAY)
    booked(friday, maya, NOW + timedelta(days=3))
    due(NOW + timedelta(days=3))
    assert calendars() == []


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("given back", "You owe nothing for it, and what you paid for it is given back."),
        ("given back late", "£10 is kept, because the free time was over."),
        (
            "called off",
            "We cannot hold the meeting on Friday 19 June, 14:30. You owe nothing, and what you paid is given",
        ),
    ],
)
def test_a_place_that_ended_leaves_the_calendar_by_one_message_that_says_what_it_costs(
    cast: Cast, friday: Meeting, how: str, said: str
) -> None:
    place = confirmed(cast, friday)
    later = friday.starts_at - timedelta(hours=2) if how == "given back late" else NOW + timedelta(days=4)
    due(NOW + timedelta(days=3))
    if how == "called off":
        call_off(meeting=friday, because="Illness", by=cast.joanne, now=later)
    else:
        give_back(place=place, by=as_patient(place.patient), now=later)
    for minute in range(2):
        due(later + timedelta(minutes=minute))
    (_, asked), (told, taken_back) = calendars()
    (first,), (second,) = asked.walk("VEVENT"), taken_back.walk("VEVENT")
    assert str(taken_back["METHOD"]) == "CANCEL"
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert said in told.text
    assert Message.objects.filter(patient=place.patient, channel=EMAIL).exclude(key__startswith="reply").count() == 2


def test_links_are_made_ahead_once_and_behind_a_door(cast: Cast, friday: Meeting, tenant: Tenant) -> None:
    made = make_links(service(tenant), NOW)
    assert made == len(tenant.kept) == Meeting.objects.filter(series=friday.series).count()
    assert make_links(service(tenant), NOW + timedelta(minutes=1)) == 0
    friday.refresh_from_db()
    (kept,) = [one for one in tenant.kept.values() if one["externalId"] == friday.ref]
    assert friday.link == kept["joinWebUrl"]
    assert kept["subject"] == "Meeting, Harrow Lane Clinic"


def test_a_crash_before_the_link_was_kept_makes_no_second_meeting(cast: Cast, friday: Meeting, tenant: Tenant) -> None:
    make_links(service(tenant), NOW)
    links = {one["joinWebUrl"] for one in tenant.kept.values()}
    for meeting in Meeting.objects.filter(series=friday.series):
        set_link(meeting=meeting, link="", by=cast.joanne, now=NOW)
    make_links(service(tenant), NOW)
    assert {meeting.link for meeting in Meeting.objects.filter(series=friday.series)} == links


def test_a_pasted_link_stays(cast: Cast, friday: Meeting, tenant: Tenant) -> None:
    set_link(meeting=friday, link="https://meetings.example/ours/", by=cast.joanne, now=NOW)
    make_links(service(tenant), NOW)
    friday.refresh_from_db()
    assert friday.link == "https://meetings.example/ours/"


def test_a_service_that_is_throttled_is_left_alone(cast: Cast, friday: Meeting, tenant: Tenant) -> None:
    gateway = service(tenant)
    make_links(gateway, NOW)
    for meeting in Meeting.objects.filter(series=friday.series):
        set_link(meeting=meeting, link="", by=cast.joanne, now=NOW)
    tenant.answers.append(refusal(429, "TooManyRequests", retry_after="600"))
    asked = len(tenant.asked)
    assert make_links(gateway, NOW) == 0
    assert make_links(gateway, NOW + timedelta(minutes=1)) == 0
    assert len(tenant.asked) == asked + 1
    cache.clear()
    assert make_links(gateway, NOW + timedelta(minutes=2)) > 0


@pytest.mark.parametrize("pasted", [True, False])
def test_a_person_is_asked_two_days_before_and_no_longer_once_it_is_settled(
    cast: Cast, friday: Meeting, pasted: bool
) -> None:
    make_links(None, friday.starts_at - timedelta(days=2, minutes=1))
    asked = Task.objects.filter(kind=NO_LINK_TASK, about=friday.ref)
    assert not asked.exists()
    for minute in range(2):
        make_links(None, friday.starts_at - timedelta(days=2) + timedelta(minutes=minute))
    assert asked.get().done_at is None
    if pasted:
        set_link(meeting=friday, link="https://meetings.example/ours/", by=cast.joanne, now=NOW)
    else:
        call_off(meeting=friday, because="Illness", by=cast.joanne, now=NOW)
    make_links(None, friday.starts_at - timedelta(days=1))
    assert asked.get().done_at is not None


def kept_of(tenant: Tenant, meeting: Meeting) -> dict[str, Any]:
    (kept,) = [one for one in tenant.kept.values() if one["externalId"] == meeting.ref]
    return kept


def moved(cast: Cast, meeting: Meeting, *, days: int = 1) -> datetime:
    starts_at = meeting.starts_at - timedelta(days=days)
    move_meeting(meeting=meeting, starts_at=starts_at, because="The room is taken.", reason="", by=cast.joanne, now=NOW)
    meeting.refresh_from_db()
    return starts_at


def test_a_meeting_that_moves_is_moved_at_its_service_once_and_keeps_its_link(
    cast: Cast, friday: Meeting, tenant: Tenant
) -> None:
    make_links(service(tenant), NOW)
    friday.refresh_from_db()
    link, starts_at = friday.link, moved(cast, friday)
    assert make_links(service(tenant), NOW) == 1
    asked = len(tenant.asked)
    assert make_links(service(tenant), NOW) == 0
    friday.refresh_from_db()
    assert kept_of(tenant, friday)["startDateTime"] == f"{starts_at:%Y-%m-%dT%H:%M:%SZ}"
    assert (friday.link, len(tenant.asked)) == (link, asked)


@pytest.mark.parametrize("answer", [refusal(503, "ServiceUnavailable"), refusal(400, "BadRequest")])
def test_a_move_that_the_service_does_not_take_is_tried_again_and_a_person_asked_in_time(
    cast: Cast, friday: Meeting, tenant: Tenant, answer: Answer
) -> None:
    gateway = service(tenant)
    make_links(gateway, NOW)
    friday.refresh_from_db()
    starts_at = moved(cast, friday)
    for now, asked in ((NOW, 0), (starts_at - timedelta(days=2), 1), (starts_at - timedelta(days=1), 1)):
        tenant.answers.append(answer)
        assert make_links(gateway, now) == 0
        assert Task.objects.filter(kind=OLD_TIME_TASK, about=friday.ref, done_at=None).count() == asked
    assert make_links(gateway, starts_at - timedelta(hours=20)) == 1
    assert Task.objects.get(kind=OLD_TIME_TASK).outcome == "Its link is for the new time."


def test_a_pasted_link_of_a_meeting_that_moves_is_left_alone(cast: Cast, friday: Meeting, tenant: Tenant) -> None:
    make_links(service(tenant), NOW)
    set_link(meeting=friday, link="https://meetings.example/ours/", by=cast.joanne, now=NOW)
    moved(cast, friday)
    assert make_links(service(tenant), NOW) == 0
    assert friday.link == "https://meetings.example/ours/"


@pytest.mark.usefixtures("clinic_time")
def test_the_link_is_shown_to_nobody_who_is_not_let_in(cast: Cast, friday: Meeting, tenant: Tenant) -> None:
    place = confirmed(cast, friday)
    make_links(service(tenant), NOW)
    friday.refresh_from_db()
    browser = signed_in(as_patient(place.patient))
    for path in (f"/my/groups/places/{place.ref}/", f"/my/groups/places/{place.ref}/door/", "/my/groups/"):
        assert friday.link not in browser.get(path).content.decode()
