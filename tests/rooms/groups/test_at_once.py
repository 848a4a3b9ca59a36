"""Many people press the button in the same moment: never more than the places, never half a pair, no error page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from afterglow.care.groups.due import due
from afterglow.care.groups.models.places import TAKING, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.ground.audit import trail
from afterglow.record.pathway.actions import move, open_episode
from afterglow.record.pathway.rules import Stage
from tests.people import NOW, as_patient, cast_of
from tests.rooms.groups.meeting import FRIDAY, NAMES, group_at, registered, utc
from tests.rooms.groups.serving import all_at_once, cookie_of, press, served
from tests.rooms.stories import Story, told

WEEK = timedelta(days=7)


@pytest.mark.pathway("L3")
@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.deep)])
def test_a_hundred_patients_at_once_for_eight_places(clinic_time: Callable[[datetime], None], rounds: int) -> None:
    """One round for each Friday; everybody had an infusion on the Monday before it."""
    cast = cast_of("harrow-lane")
    series = group_at(cast)
    mondays = [date(2026, 6, 8) + week * WEEK for week in range(rounds + 4)]
    story = Story(first=mondays[0], doses=[(monday, 35_000) for monday in mondays])
    with trail.opened(author=cast.hannah, now=NOW, verb="tests.hundred_told"):
        people = [registered(cast, NAMES[place % len(NAMES)], place) for place in range(100)]
        for patient in people:
            told(cast, patient, story)
    cookies = [cookie_of(as_patient(patient)) for patient in people]
    with served() as port:
        for friday in range(rounds):
            tuesday = utc("2026-06-09 14:00") + friday * WEEK
            due(max(tuesday, NOW))
            meeting = Meeting.objects.filter(series=series, day__gte=max(FRIDAY, tuesday.date())).order_by("day")[0]
            now = utc("2026-06-09 14:00") + (meeting.day - FRIDAY)
            clinic_time(now)
            work = [partial(press, port, f"/my/groups/{meeting.ref}/", cookie, "agreed=on") for cookie in cookies]
            answers = all_at_once(work)
            statuses = sorted(status for status, _ in answers)
            assert statuses == [302] * 8 + [422] * 92
            assert all("Every place is taken" in page for status, page in answers if status == 422)
            assert all("Join the line" in page for status, page in answers if status == 422)
            taken = Place.objects.filter(meeting=meeting, state__in=TAKING)
            assert sorted(taken.values_list("number", flat=True)) == list(range(1, 9))


@pytest.mark.pathway("F27")
@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.deep)])
def test_fifty_at_once_for_four_places_in_a_pair(clinic_time: Callable[[datetime], None], rounds: int) -> None:
    """Nobody ever has one of the two meetings without the other; the same people are in both."""
    cast = cast_of("larkfield")
    series = group_at(cast, "preparation")
    with trail.opened(author=cast.hannah, now=NOW, verb="tests.fifty_assessed"):
        people = [registered(cast, NAMES[place % len(NAMES)], place) for place in range(50)]
        for patient in people:
            episode = open_episode(patient=patient, by=cast.joanne, now=NOW)
            for stage in (Stage.ACCEPTED, Stage.SUITABLE):
                move(episode=episode, to=stage, by=cast.hannah, now=NOW)
    cookies = [cookie_of(as_patient(patient)) for patient in people]
    now = NOW
    with served() as port:
        for run in range(1, rounds + 1):
            due(now)
            first, second = Meeting.objects.filter(series=series, run=run).order_by("part")
            clinic_time(now)
            asked = [first if place % 2 else second for place in range(50)]
            pairs = zip(asked, cookies, strict=True)
            work = [partial(press, port, f"/my/groups/{one.ref}/", cookie, "agreed=on") for one, cookie in pairs]
            statuses = sorted(status for status, _ in all_at_once(work))
            assert statuses == [302] * 4 + [422] * 46
            sitting = [
                set(Place.objects.filter(meeting=one, state__in=TAKING).values_list("patient_id", "number"))
                for one in (first, second)
            ]
            assert sitting[0] == sitting[1]
            assert len(sitting[0]) == 4
            now = second.ends_at
