"""The waiting line: who is offered a freed place, for how long, and that none stays unused while somebody waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afterglow.care.groups.actions.answering import give_back, take_up
from afterglow.care.groups.actions.line import join_own_line, leave_line
from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.due import due
from afterglow.care.groups.models.places import CANCELLED, CONFIRMED, HELD, LOST, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.models.waiting import EXPIRED, LEFT, LET_GO, OFFERED, OVER, TAKEN, WAITING, WaitingEntry
from afterglow.care.groups.queries.line import place_in_line
from afterglow.care.groups.queries.places import own_place
from afterglow.ground.access.acting import Refused
from afterglow.record.contact.models import EMAIL, SMS, Message
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, as_patient, cast_of
from tests.rooms.groups.meeting import FRIDAY, booked, group_at, meeting_on, treated, utc

pytestmark = [pytest.mark.django_db, pytest.mark.pathway("L8")]


@pytest.fixture
def cast() -> Cast:
    return cast_of("harrow-lane")


@pytest.fixture
def friday(cast: Cast) -> Meeting:
    return meeting_on(group_at(cast), FRIDAY)


def full(cast: Cast, friday: Meeting, waiting: int) -> tuple[list[Place], list[Patient], list[WaitingEntry]]:
    """Eight confirmed places, and so many people in line, one a minute."""
    people = treated(cast, 8 + waiting)
    places = [confirm_place(place=booked(friday, one), by=as_patient(one), now=NOW) for one in people[:8]]
    line = [
        join_own_line(meeting=friday, patient=one, by=as_patient(one), now=NOW + timedelta(minutes=place))
        for place, one in enumerate(people[8:])
    ]
    return places, people[8:], line


def state(entry: WaitingEntry) -> str:
    entry.refresh_from_db()
    return str(entry.state)


def test_a_freed_place_is_offered_at_once_to_whoever_waits_longest(cast: Cast, friday: Meeting) -> None:
    places, waiting, line = full(cast, friday, 2)
    assert [place_in_line(entry) for entry in line] == [1, 2]
    give_back(place=places[3], by=as_patient(places[3].patient), now=NOW)
    assert [state(entry) for entry in line] == [OFFERED, WAITING]
    offered = own_place(waiting[0], friday)
    assert offered is not None
    assert (offered.number, offered.state) == (4, HELD)
    assert offered.held_until == NOW + timedelta(hours=12)
    told = Message.objects.filter(patient=waiting[0], key__contains="place-offered")
    assert sorted(told.values_list("channel", flat=True)) == [EMAIL, SMS]
    assert "until Thursday 11 June, 22:00" in told.filter(channel=EMAIL).get().text
    assert place_in_line(line[1]) == 1


def test_an_offer_not_answered_goes_to_the_next_and_costs_nothing(cast: Cast, friday: Meeting) -> None:
    places, waiting, line = full(cast, friday, 2)
    give_back(place=places[0], by=as_patient(places[0].patient), now=NOW)
    over = NOW + timedelta(hours=12)
    due(over - timedelta(seconds=1))
    assert [state(entry) for entry in line] == [OFFERED, WAITING]
    due(over)
    assert [state(entry) for entry in line] == [EXPIRED, OFFERED]
    lost = Place.objects.get(patient=waiting[0])
    assert (lost.state, lost.owed_pence) == (LOST, 0)
    assert [one.number for one in Place.objects.filter(patient=waiting[1])] == [1]
    due(over)
    assert Place.objects.filter(patient=waiting[1]).count() == 1


def test_an_offer_is_taken_and_then_paid(cast: Cast, friday: Meeting) -> None:
    places, (first,), (entry,) = full(cast, friday, 1)
    give_back(place=places[0], by=as_patient(places[0].patient), now=NOW)
    offered = own_place(first, friday)
    assert offered is not None
    taken = take_up(place=offered, agreed=True, by=as_patient(first), now=NOW + timedelta(hours=11, minutes=59))
    assert state(entry) == TAKEN
    assert taken.held_until == NOW + timedelta(hours=11, minutes=59) + timedelta(minutes=90)
    assert confirm_place(place=taken, by=as_patient(first), now=NOW + timedelta(hours=13)).state == CONFIRMED


def test_an_offer_let_go_goes_on(cast: Cast, friday: Meeting) -> None:
    places, waiting, line = full(cast, friday, 2)
    give_back(place=places[0], by=as_patient(places[0].patient), now=NOW)
    offered = own_place(waiting[0], friday)
    assert offered is not None
    given = give_back(place=offered, by=as_patient(waiting[0]), now=NOW)
    assert (given.state, given.owed_pence) == (CANCELLED, 0)
    assert [state(entry) for entry in line] == [LET_GO, OFFERED]


def test_nobody_overtakes_the_line(cast: Cast, friday: Meeting) -> None:
    """A place that is free in that moment goes to whoever waits, not to whoever happens to look."""
    places, _, line = full(cast, friday, 1)
    (newcomer,) = treated(cast, 1)
    give_back(place=places[0], by=as_patient(places[0].patient), now=NOW)
    with pytest.raises(Refused, match="Every place is taken"):
        booked(friday, newcomer)
    assert state(line[0]) == OFFERED


def test_who_leaves_the_line_is_asked_no_more(cast: Cast, friday: Meeting) -> None:
    places, waiting, line = full(cast, friday, 2)
    leave_line(entry=line[0], by=as_patient(waiting[0]), now=NOW)
    give_back(place=places[0], by=as_patient(places[0].patient), now=NOW)
    assert [state(entry) for entry in line] == [LEFT, OFFERED]
    again = join_own_line(meeting=friday, patient=waiting[0], by=as_patient(waiting[0]), now=NOW + timedelta(hours=1))
    assert again.pk != line[0].pk


def test_the_line_ends_when_booking_does(cast: Cast, friday: Meeting) -> None:
    _, waiting, line = full(cast, friday, 1)
    due(friday.door_opens_at - timedelta(seconds=1))
    assert state(line[0]) == WAITING
    due(friday.door_opens_at)
    assert state(line[0]) == OVER
    assert Message.objects.filter(patient=waiting[0], key__contains="line-over").exists()


def test_somebody_treated_in_the_afternoon_is_asked_nothing_before_noon(cast: Cast, friday: Meeting) -> None:
    """Their turn comes in the evening after a dose: the place is kept beyond the night, and the letter says so."""
    places, _, _ = full(cast, friday, 0)
    (late,) = treated(cast, 1, on=NOW.date())
    join_own_line(meeting=friday, patient=late, by=as_patient(late), now=utc("2026-06-11 17:00"))
    give_back(place=places[0], by=as_patient(places[0].patient), now=utc("2026-06-11 18:00"))
    offered = own_place(late, friday)
    assert offered is not None
    assert offered.asked_from == utc("2026-06-12 11:00")
    assert offered.held_until == friday.door_opens_at
    told = Message.objects.filter(patient=late, channel=EMAIL, key__contains="place-offered").get()
    assert "There is nothing to do before Friday 12 June, 12:00." in told.text


def test_who_has_a_place_needs_no_line(cast: Cast, friday: Meeting) -> None:
    places, _, _ = full(cast, friday, 0)
    with pytest.raises(Refused, match="You have a place already"):
        join_own_line(meeting=friday, patient=places[0].patient, by=as_patient(places[0].patient), now=NOW)
