"""Booking, holding, giving back: what a place goes through, and what is owed for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afterglow.care.groups.actions.answering import give_back, take_up
from afterglow.care.groups.actions.booking import book_for, book_own
from afterglow.care.groups.actions.paying import confirm_place, extend_hold, release_place
from afterglow.care.groups.due import due
from afterglow.care.groups.models.places import CANCELLED, CANCELLED_LATE, CONFIRMED, HELD, LOST, Place
from afterglow.care.groups.queries.paying import owed_places, price_of
from afterglow.care.groups.queries.places import reasons_for
from afterglow.ground.access.acting import Refused
from afterglow.ground.kernel.money import Money
from tests.people import NOW, Cast, as_patient, cast_of
from tests.rooms.groups.meeting import FRIDAY, NEXT_FRIDAY, booked, group_at, meeting_on, registered, treated, utc
from tests.rooms.stories import Story, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of("harrow-lane")


@pytest.mark.pathway("L8", "L10", "L11")
def test_a_place_that_costs_something_is_held_and_confirmed_when_it_is_paid(cast: Cast) -> None:
    meeting = meeting_on(group_at(cast), FRIDAY)
    (patient,) = treated(cast, 1)
    place = booked(meeting, patient)
    assert (place.state, place.held_until, place.owed_pence) == (HELD, NOW + timedelta(minutes=90), 0)
    assert price_of(place) == Money(1000)
    by = as_patient(patient)
    place = extend_hold(place=place, until=NOW + timedelta(minutes=100), by=by, now=NOW + timedelta(minutes=10))
    assert place.held_until == NOW + timedelta(minutes=100)
    place = confirm_place(place=place, by=by, now=NOW + timedelta(minutes=99))
    assert (place.state, place.held_until, place.owed_pence) == (CONFIRMED, None, 1000)
    assert confirm_place(place=place, by=by, now=NOW + timedelta(minutes=99)).state == CONFIRMED
    assert [one.pk for one in owed_places(clinic_id=cast.clinic.pk)] == [place.pk]


@pytest.mark.pathway("L8")
def test_a_hold_that_is_over_is_lost_and_costs_nothing(cast: Cast) -> None:
    meeting = meeting_on(group_at(cast), FRIDAY)
    (patient,) = treated(cast, 1)
    place = booked(meeting, patient)
    assert due(NOW + timedelta(minutes=89)) == 0
    assert due(NOW + timedelta(minutes=90)) == 1
    assert due(NOW + timedelta(minutes=90)) == 0
    place.refresh_from_db()
    assert (place.state, place.owed_pence) == (LOST, 0)
    with pytest.raises(Refused, match="could not be kept"):
        confirm_place(place=place, by=as_patient(patient), now=NOW + timedelta(minutes=91))


def test_a_payment_that_failed_releases_the_place(cast: Cast) -> None:
    meeting = meeting_on(group_at(cast), FRIDAY)
    (patient,) = treated(cast, 1)
    place = release_place(place=booked(meeting, patient), because="Card refused.", by=as_patient(patient), now=NOW)
    assert (place.state, place.owed_pence) == (LOST, 0)
    assert booked(meeting, patient).pk != place.pk


@pytest.mark.pathway("L10")
@pytest.mark.parametrize(
    ("moment", "state", "owed"),
    [
        ("2026-06-17 13:30:00", CANCELLED, 0),
        ("2026-06-17 13:30:01", CANCELLED_LATE, 1000),
        ("2026-06-19 13:29:59", CANCELLED_LATE, 1000),
    ],
    ids=["48 hours before", "a second later", "just before the start"],
)
def test_a_place_is_given_back_free_until_48_hours_before(cast: Cast, moment: str, state: str, owed: int) -> None:
    meeting = meeting_on(group_at(cast), NEXT_FRIDAY)
    (patient,) = treated(cast, 1, on=NEXT_FRIDAY - timedelta(days=7))
    by = as_patient(patient)
    booked_at = utc("2026-06-16 13:30:00")
    place = confirm_place(place=booked(meeting, patient, booked_at), by=by, now=booked_at)
    given = give_back(place=place, by=by, now=utc(moment))
    assert (given.state, given.owed_pence) == (state, owed)


def test_nothing_can_be_given_back_once_the_meeting_has_begun(cast: Cast) -> None:
    meeting = meeting_on(group_at(cast), FRIDAY)
    (patient,) = treated(cast, 1)
    place = confirm_place(place=booked(meeting, patient), by=as_patient(patient), now=NOW)
    with pytest.raises(Refused, match="no longer be given back"):
        give_back(place=place, by=as_patient(patient), now=meeting.starts_at)


@pytest.mark.pathway("L3")
def test_the_ninth_finds_every_place_taken(cast: Cast) -> None:
    meeting = meeting_on(group_at(cast), FRIDAY)
    *eight, ninth = treated(cast, 9)
    assert [booked(meeting, patient).number for patient in eight] == list(range(1, 9))
    with pytest.raises(Refused, match="Every place is taken"):
        booked(meeting, ninth)


@pytest.mark.pathway("L2")
def test_who_had_no_infusion_in_the_week_is_told_why(cast: Cast) -> None:
    meeting = meeting_on(group_at(cast), FRIDAY)
    stranger = registered(cast, "Ines", 1)
    told(cast, stranger, Story(first=FRIDAY - timedelta(days=8), doses=[(FRIDAY - timedelta(days=8), 35_000)]))
    with pytest.raises(Refused, match="your last infusion will be 8"):
        booked(meeting, stranger)


def test_staff_go_past_a_stop_only_with_a_reason_that_stays_with_the_place(cast: Cast) -> None:
    meeting = meeting_on(group_at(cast), FRIDAY)
    stranger = registered(cast, "Ines", 1)
    told(cast, stranger, Story(first=FRIDAY - timedelta(days=8), doses=[(FRIDAY - timedelta(days=8), 35_000)]))
    with pytest.raises(Refused):
        book_for(meeting=meeting, patient=stranger, reason=" ", in_group_therapy=False, by=cast.joanne, now=NOW)
    reason = "Was ill on her own Friday."
    place = book_for(meeting=meeting, patient=stranger, reason=reason, in_group_therapy=False, by=cast.joanne, now=NOW)
    assert place.state == HELD
    assert place.held_until == NOW + timedelta(hours=12)
    assert [(one.code, one.reason) for one in reasons_for(place)] == [("outside-the-window", reason)]


def test_from_a_dose_until_noon_the_next_day_nothing_is_asked_and_a_place_is_kept(cast: Cast) -> None:
    series = group_at(cast)
    (patient,) = treated(cast, 1, on=NOW.date())
    by, evening = as_patient(patient), utc("2026-06-11 18:00")
    meeting = meeting_on(series, FRIDAY)
    place = book_own(meeting=meeting, patient=patient, agreed=False, in_group_therapy=False, by=by, now=evening)
    noon = utc("2026-06-12 11:00")
    assert (place.state, place.asked_from) == (HELD, noon)
    assert place.held_until == noon + timedelta(minutes=90)
    for ask in (
        lambda: take_up(place=place, agreed=True, by=by, now=noon - timedelta(seconds=1)),
        lambda: extend_hold(place=place, until=noon, by=by, now=noon - timedelta(seconds=1)),
    ):
        with pytest.raises(Refused, match=r"[Nn]othing"):
            ask()
    due(noon)
    assert take_up(place=place, agreed=True, by=by, now=noon).state == HELD
    assert confirm_place(place=place, by=by, now=noon + timedelta(minutes=5)).state == CONFIRMED


def test_booking_twice_gives_one_place(cast: Cast) -> None:
    meeting = meeting_on(group_at(cast), FRIDAY)
    (patient,) = treated(cast, 1)
    assert booked(meeting, patient).pk == booked(meeting, patient).pk
    assert Place.objects.count() == 1


def test_nobody_books_without_agreeing_to_how_the_group_works(cast: Cast) -> None:
    meeting = meeting_on(group_at(cast), FRIDAY)
    (patient,) = treated(cast, 1)
    with pytest.raises(Refused, match="first names"):
        book_own(
            meeting=meeting, patient=patient, agreed=False, in_group_therapy=False, by=as_patient(patient), now=NOW
        )
