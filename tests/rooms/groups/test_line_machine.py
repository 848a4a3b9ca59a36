"""Whatever people do in whatever order: no freed place stays unused while somebody who may take it waits."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterglow.care.groups.actions.answering import give_back, take_up
from afterglow.care.groups.actions.line import join_own_line, leave_line
from afterglow.care.groups.actions.paying import confirm_place, release_place
from afterglow.care.groups.due import due
from afterglow.care.groups.models.places import CONFIRMED, HELD, TAKING, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.models.waiting import OFFERED, Offer, WaitingEntry
from afterglow.care.groups.queries.line import own_entry
from afterglow.care.groups.queries.meetings import run_of
from afterglow.care.groups.queries.offers import to_offer
from afterglow.care.groups.queries.places import own_place
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.models import Clinic
from afterglow.record.people.models import Patient
from tests.people import NOW, as_patient, cast_of
from tests.rooms.groups.meeting import FRIDAY, booked, group_at, meeting_on, treated

PEOPLE = 11
VERBS = ("book", "pay", "fail", "join", "leave", "take", "give back", "wait")
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, PEOPLE - 1), st.integers(1, 200)), max_size=40)


class Undone(Exception):
    """Ends one run, and with it everything it wrote."""


def do(verb: str, meeting: Meeting, who: Patient, now: datetime) -> None:
    """One step of one person; what a rule refuses is refused, and nothing has happened."""
    place, entry, by = own_place(who, meeting), own_entry(who, meeting), as_patient(who)
    if verb == "book":
        booked(meeting, who, now)
    elif verb == "join":
        join_own_line(meeting=meeting, patient=who, by=by, now=now)
    elif verb == "leave" and entry:
        leave_line(entry=entry, by=by, now=now)
    elif verb == "pay" and place:
        confirm_place(place=place, by=by, now=now)
    elif verb == "fail" and place:
        release_place(place=place, because="Card refused.", by=by, now=now)
    elif verb == "take" and place:
        take_up(place=place, agreed=True, by=by, now=now)
    elif verb == "give back" and place:
        give_back(place=place, by=by, now=now)


def check(meeting: Meeting, now: datetime) -> None:
    """What holds after every step."""
    places = list(Place.objects.filter(meeting=meeting, state__in=TAKING))
    assert len(places) <= meeting.places
    assert len({one.number for one in places}) == len({one.patient_id for one in places}) == len(places)
    assert not to_offer(run_of(meeting), now=now), "a place is free, and somebody who may take it waits"
    for offer in Offer.objects.filter(answered_at=None).select_related("place", "entry"):
        assert (offer.place.state, offer.entry.state) == (HELD, OFFERED)
    for one in places:
        assert one.owed_pence == (meeting.fee_pence if one.state == CONFIRMED else 0)
    waiting = WaitingEntry.objects.filter(state__in=("waiting", OFFERED)).values_list("patient_id", flat=True)
    assert len(set(waiting)) == len(waiting)


def play(meeting: Meeting, people: list[Patient], steps: list[tuple[str, int, int]]) -> None:
    now = NOW
    for one in people[:8]:
        booked(meeting, one, now)
    for verb, number, minutes in steps:
        if verb == "wait":
            now += timedelta(minutes=minutes)
            due(now)
        else:
            with suppress(Refused):
                do(verb, meeting, people[number], now)
        check(meeting, now)


@pytest.fixture
def friday(db: None) -> tuple[Meeting, list[Patient]]:
    cast = cast_of("harrow-lane")
    meeting = meeting_on(group_at(cast), FRIDAY)
    assert Clinic.objects.count() == 1
    return meeting, treated(cast, PEOPLE)


@pytest.mark.pathway("L8")
@pytest.mark.parametrize("runs", [40, pytest.param(1000, marks=pytest.mark.deep)])
def test_the_line_is_never_left_standing(friday: tuple[Meeting, list[Patient]], runs: int) -> None:
    @settings(max_examples=runs, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def played(steps: list[tuple[str, int, int]]) -> None:
        with suppress(Undone), transaction.atomic():
            play(*friday, steps)
            raise Undone

    played()
