"""A meeting moves: everybody is told once, their calendar moves, the place can be given back free, fitness is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from afterglow.care.groups.actions.answering import give_back
from afterglow.care.groups.actions.line import join_own_line
from afterglow.care.groups.actions.moving import move_meeting
from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.due import due
from afterglow.care.groups.models.places import CANCELLED, PastTheRule, Place
from afterglow.care.groups.models.series import Meeting, Series
from afterglow.care.groups.queries.calendar import to_plan
from afterglow.ground.access.acting import Refused
from afterglow.ground.audit.models import AuditRow
from afterglow.record.contact.models import EMAIL, SMS, Message
from tests.people import NOW, Cast, as_patient, cast_of, signed_in
from tests.rooms.groups.meeting import FRIDAY, NEXT_FRIDAY, booked, group_at, meeting_on, treated, utc

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)
MONDAY, THURSDAY = utc("2026-06-22 13:30"), utc("2026-06-18 13:30")


@pytest.fixture
def cast() -> Cast:
    return cast_of("harrow-lane")


@pytest.fixture
def series(cast: Cast) -> Series:
    return group_at(cast)


@pytest.fixture
def friday(series: Series) -> Meeting:
    return meeting_on(series, NEXT_FRIDAY)


@pytest.fixture
def place(cast: Cast, friday: Meeting) -> Place:
    """Confirmed, paid and in the patient's calendar, after an infusion on the Friday before."""
    (maya,) = treated(cast, 1, on=FRIDAY)
    made = confirm_place(place=booked(friday, maya, LATER), by=as_patient(maya), now=LATER)
    due(LATER)
    return made


def moved(cast: Cast, meeting: Meeting, reason: str = "", *, to: datetime = THURSDAY) -> Meeting:
    return move_meeting(
        meeting=meeting,
        starts_at=to,
        because="The room is taken.",
        reason=reason,
        by=cast.joanne,
        now=LATER,
    )


def told(place: Place, channel: str) -> Sequence[Message]:
    return list(Message.objects.filter(patient=place.patient, channel=channel).order_by("pk"))


def test_everybody_is_told_once_and_their_calendar_moves(cast: Cast, friday: Meeting, place: Place) -> None:
    moved(cast, friday)
    for minute in range(3):
        due(LATER + timedelta(minutes=minute))
    invited, updated = told(place, EMAIL)
    (text,) = told(place, SMS)
    assert "The meeting on Friday 19 June, 14:30 is now on Thursday 18 June, 14:30." in updated.text
    assert updated.text == text.text
    before, after = Calendar.from_ical(invited.calendar), Calendar.from_ical(updated.calendar)
    (first,), (second,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert (str(before["METHOD"]), str(after["METHOD"])) == ("REQUEST", "REQUEST")
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] == first["SEQUENCE"] + 1
    assert (second.decoded("DTSTART"), second.decoded("DTEND")) == (THURSDAY, THURSDAY + timedelta(minutes=90))
    assert "integration" not in f"{updated.subject} {updated.text} {updated.calendar}".lower()
    assert AuditRow.objects.filter(verb__contains="groups.meeting_moved").count() == 1


def test_the_door_moves_along_and_the_place_can_be_given_back_without_paying(
    cast: Cast, friday: Meeting, place: Place
) -> None:
    moved(cast, friday)
    friday.refresh_from_db()
    opens, closes = friday.door_opens_at - friday.starts_at, friday.door_closes_at - friday.starts_at
    assert (opens, closes, friday.day) == (timedelta(minutes=-10), timedelta(minutes=15), THURSDAY.date())
    back = give_back(place=place, by=as_patient(place.patient), now=THURSDAY - timedelta(minutes=1))
    assert (back.state, back.owed_pence) == (CANCELLED, 0)


@pytest.mark.pathway("L2")
def test_whom_the_new_time_does_not_fit_is_seen_before_it_moves(cast: Cast, friday: Meeting, place: Place) -> None:
    """Monday is ten days after the infusion; the group is for seven."""
    with pytest.raises(Refused, match="does not fit everybody"):
        moved(cast, friday, to=MONDAY)
    moved(cast, friday, "Agreed with her by telephone.", to=MONDAY)
    signed_past = PastTheRule.objects.get(together=place.together)
    assert (signed_past.code, signed_past.reason) == ("outside-the-window", "Agreed with her by telephone.")


def test_the_page_shows_them_and_takes_a_reason_for_the_time_it_showed(
    cast: Cast, friday: Meeting, place: Place, clinic_time: Callable[[datetime], None]
) -> None:
    clinic_time(LATER + timedelta(hours=1))
    browser, address = signed_in(cast.joanne), f"/groups/meetings/{friday.ref}/move/"
    typed = {"starts_at": "2026-06-22T14:30", "because": "The room is taken."}
    first = browser.post(address, typed)
    page = first.content.decode()
    assert first.status_code == 422
    assert place.patient.first_name in page
    assert "your last infusion will be 10\u00a0days back" in page
    assert "The room is taken." in page, "nothing typed is lost"
    seen = {**typed, "seen_for": MONDAY.isoformat(), "reason": "Agreed by telephone."}
    assert browser.post(address, {**seen, "starts_at": "2026-06-23T14:30"}).status_code == 422, "looked at anew"
    assert browser.post(address, seen).status_code == 302
    assert "Moved from Friday 19 June, 14:30" in browser.get(f"/groups/meetings/{friday.ref}/").content.decode()
    own = signed_in(as_patient(place.patient)).get(f"/my/groups/places/{place.ref}/").content.decode()
    assert "This date has moved: it was Friday 19 June, 14:30" in own


def test_the_page_says_how_many_are_told(cast: Cast, friday: Meeting, request: pytest.FixtureRequest) -> None:
    browser, address = signed_in(cast.joanne), f"/groups/meetings/{friday.ref}/move/"
    assert "Nobody is expected yet, so nobody is told." in browser.get(address).content.decode()
    request.getfixturevalue("place")
    assert "1 person is expected and is told once" in browser.get(address).content.decode()


def test_whoever_waits_is_told_and_keeps_their_turn(cast: Cast, friday: Meeting) -> None:
    *eight, ninth = treated(cast, 9, on=FRIDAY)
    for one in eight:
        booked(friday, one, LATER)
    entry = join_own_line(meeting=friday, patient=ninth, by=as_patient(ninth), now=LATER)
    moved(cast, friday)
    entry.refresh_from_db()
    assert entry.state == "waiting"
    assert Message.objects.filter(patient=ninth, channel=EMAIL, text__contains="You keep your turn").count() == 1


def test_a_day_on_which_the_series_meets_already_cannot_be_had(cast: Cast, friday: Meeting) -> None:
    with pytest.raises(Refused, match="Another meeting of this series stands on that day"):
        moved(cast, friday, to=utc("2026-06-26 13:30"))


@pytest.mark.parametrize("to", [utc("2026-07-28 13:30"), utc("2026-08-04 13:30"), utc("2026-08-07 13:30")])
def test_the_rhythm_goes_on_as_if_it_had_not_moved(cast: Cast, series: Series, to: datetime) -> None:
    """The last meeting in the diary, of 31 July: before its day, after it, and on the next day of the rhythm."""
    last = Meeting.objects.filter(series=series).latest("day")
    expected = {day for _, run in to_plan(series, now=LATER + timedelta(weeks=3)) for day in run}
    assert (last.day, min(expected)) == (date(2026, 7, 31), date(2026, 8, 7))
    moved(cast, last, to=to)
    found = {day for _, run in to_plan(series, now=LATER + timedelta(weeks=3)) for day in run}
    assert found == expected - {to.date()}
