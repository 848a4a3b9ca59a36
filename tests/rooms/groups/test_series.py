"""Series: their meetings in the diary, breaks, calling off, linked pairs, members, guests, talks before joining."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afterglow.care.groups.actions.answering import give_back
from afterglow.care.groups.actions.arranging import call_off, end_series, plan_break, start_series
from afterglow.care.groups.actions.guests import announce_guest
from afterglow.care.groups.actions.line import join_own_line
from afterglow.care.groups.actions.members import end_membership, join_series
from afterglow.care.groups.actions.paying import confirm_place
from afterglow.care.groups.actions.talking import ask_for_talk, write_discussion
from afterglow.care.groups.due import due
from afterglow.care.groups.models.places import CALLED_OFF, CANCELLED, CANCELLED_LATE, CONFIRMED, Place
from afterglow.care.groups.models.series import VISITOR, Meeting
from afterglow.care.groups.models.waiting import OVER
from afterglow.care.groups.queries.calendar import left_out
from afterglow.care.groups.queries.joining import ask
from afterglow.ground.access.acting import Refused
from afterglow.record.contact.models import EMAIL, Message
from afterglow.record.pathway.actions import move, open_episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, as_patient, cast_of
from tests.rooms.groups.meeting import FRIDAY, booked, group_at, meeting_on, registered, treated, utc
from tests.rooms.stories import Story, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of("larkfield")


def assessed(cast: Cast, given: str, number: int) -> Patient:
    """Somebody between the assessment and the first treatment."""
    patient = registered(cast, given, number)
    episode = open_episode(patient=patient, by=cast.joanne, now=NOW)
    for stage in (Stage.ACCEPTED, Stage.SUITABLE):
        move(episode=episode, to=stage, by=cast.hannah, now=NOW)
    return patient


def maintained(cast: Cast, given: str, number: int) -> Patient:
    patient = registered(cast, given, number)
    first = NOW.date() - timedelta(days=60)
    told(cast, patient, Story(first=first, doses=[(first, 35_000)], stage=Stage.MAINTENANCE))
    return patient


@pytest.mark.pathway("L1", "F28")
def test_eight_weeks_stand_in_the_diary_and_each_tick_adds_nothing_twice(cast: Cast) -> None:
    series = group_at(cast)
    assert Meeting.objects.filter(series=series).count() == 8
    for moment in (NOW, NOW + timedelta(days=7), NOW + timedelta(days=7)):
        due(moment)
    days = list(Meeting.objects.filter(series=series).order_by("day").values_list("day", flat=True))
    assert days == [FRIDAY + timedelta(days=7 * week) for week in range(9)]


@pytest.mark.pathway("F29")
def test_a_bank_holiday_and_a_break_are_left_out_and_said(cast: Cast) -> None:
    autumn = utc("2026-11-20 09:00")
    series = group_at(cast, now=autumn, starts_on=date(2026, 11, 20))
    plan_break(
        series=series,
        first_day=date(2027, 1, 1),
        last_day=date(2027, 1, 8),
        say="winter break",
        by=cast.joanne,
        now=autumn,
    )
    told_out = [(one.day, one.left_out) for one in left_out(series, now=autumn)]
    assert told_out == [
        (date(2026, 12, 25), "bank holiday"),
        (date(2027, 1, 1), "bank holiday"),
        (date(2027, 1, 8), "winter break"),
    ]
    assert meeting_on(series, date(2027, 1, 8)).cancelled_because == "winter break"
    assert not Meeting.objects.filter(series=series, day=date(2026, 12, 25)).exists()


@pytest.mark.pathway("F37")
def test_professional_events_stand_in_the_diary_without_places(cast: Cast) -> None:
    series = start_series(code="journal-club", starts_on=NOW.date(), by=cast.joanne, now=NOW)
    days = list(Meeting.objects.filter(series=series).order_by("day").values_list("day", flat=True))
    assert days == [date(2026, 6, 23), date(2026, 7, 14), date(2026, 7, 28)]
    assert set(Meeting.objects.values_list("places", flat=True)) == {0}


@pytest.mark.pathway("F27")
def test_the_preparation_pair_is_taken_by_the_same_four_people_in_both_meetings(cast: Cast) -> None:
    series = group_at(cast, "preparation")
    first, second = Meeting.objects.filter(series=series, run=1).order_by("part")
    assert (first.day, second.day) == (date(2026, 6, 16), date(2026, 6, 23))
    people = [assessed(cast, name, number) for number, name in enumerate(("Maya", "Ines", "Ruth", "David", "Kit"))]
    for patient in people[:4]:
        assert booked(first, patient).state == CONFIRMED
    for meeting in (first, second):
        assert set(Place.objects.filter(meeting=meeting).values_list("patient_id", flat=True)) == {
            one.pk for one in people[:4]
        }
    with pytest.raises(Refused, match="Every place is taken"):
        booked(second, people[4])
    join_own_line(meeting=second, patient=people[4], by=as_patient(people[4]), now=NOW)
    place = Place.objects.get(meeting=second, patient=people[0])
    give_back(place=place, by=as_patient(people[0]), now=NOW)
    assert list(Place.objects.filter(patient=people[0]).values_list("state", flat=True)) == [CANCELLED, CANCELLED]
    assert Place.objects.filter(patient=people[4]).count() == 2


@pytest.mark.pathway("L10")
def test_a_meeting_called_off_costs_nobody_anything_and_everybody_is_told() -> None:
    cast = cast_of("harrow-lane")
    friday = meeting_on(group_at(cast), FRIDAY)
    *eight, ninth = treated(cast, 9)
    for one in eight:
        confirm_place(place=booked(friday, one), by=as_patient(one), now=NOW)
    entry = join_own_line(meeting=friday, patient=ninth, by=as_patient(ninth), now=NOW)
    call_off(meeting=friday, because="Both facilitators are ill.", by=cast.joanne, now=NOW)
    assert set(Place.objects.values_list("state", "owed_pence")) == {(CALLED_OFF, 0)}
    entry.refresh_from_db()
    assert entry.state == OVER
    assert Message.objects.filter(channel=EMAIL, key__contains="called-off").count() == 8
    with pytest.raises(Refused, match="called off"):
        booked(friday, ninth)


def test_who_gave_a_place_back_too_late_owes_nothing_once_the_meeting_is_called_off() -> None:
    cast = cast_of("harrow-lane")
    friday = meeting_on(group_at(cast), FRIDAY)
    (maya,) = treated(cast, 1)
    place = confirm_place(place=booked(friday, maya), by=as_patient(maya), now=NOW)
    late = give_back(place=place, by=as_patient(maya), now=NOW)
    assert (late.state, late.owed_pence) == (CANCELLED_LATE, 1_000)
    call_off(meeting=friday, because="Both facilitators are ill.", by=cast.joanne, now=NOW)
    late.refresh_from_db()
    assert (late.state, late.owed_pence) == (CANCELLED_LATE, 0)


@pytest.mark.pathway("F26", "F29")
def test_a_member_has_a_seat_in_every_meeting_and_does_not_join_integration(cast: Cast) -> None:
    series, integration = group_at(cast, "psychodynamic"), meeting_on(group_at(cast), FRIDAY)
    member = maintained(cast, "Helen", 1)
    with pytest.raises(Refused, match="without regular psychotherapy"):
        join_series(
            series=series, patient=member, joined_on=FRIDAY, in_regular_psychotherapy=True, by=cast.hannah, now=NOW
        )
    joined = join_series(
        series=series, patient=member, joined_on=FRIDAY, in_regular_psychotherapy=False, by=cast.hannah, now=NOW
    )
    assert (joined.least_until, joined.planned_until, joined.most_until) == (
        date(2027, 6, 12),
        date(2027, 12, 12),
        date(2028, 6, 12),
    )
    evenings, seats = Meeting.objects.filter(series=series), Place.objects.filter(patient=member)
    assert seats.filter(state=CONFIRMED).count() == evenings.count() == 8
    due(NOW + timedelta(days=7))
    assert seats.count() == evenings.count() == 9
    codes = [one.code for one in ask(member, [integration], now=NOW).findings]
    assert "member-of-another" in codes
    with pytest.raises(Refused, match="for its members"):
        booked(Meeting.objects.filter(series=series).select_related("series__clinic")[0], member)


@pytest.mark.pathway("F29")
def test_nobody_stays_longer_than_two_years(cast: Cast) -> None:
    series, member = group_at(cast, "psychodynamic"), maintained(cast, "Helen", 1)
    joined = join_series(
        series=series, patient=member, joined_on=FRIDAY, in_regular_psychotherapy=False, by=cast.hannah, now=NOW
    )
    due(utc("2028-06-11 12:00"))
    joined.refresh_from_db()
    assert joined.ended_on is None
    due(utc("2028-06-12 12:00"))
    joined.refresh_from_db()
    assert joined.ended_on == date(2028, 6, 12)


def test_a_member_who_leaves_gives_up_the_meetings_to_come(cast: Cast) -> None:
    series, member = group_at(cast, "psychodynamic"), maintained(cast, "Helen", 1)
    joined = join_series(
        series=series, patient=member, joined_on=FRIDAY, in_regular_psychotherapy=False, by=cast.hannah, now=NOW
    )
    end_membership(membership=joined, on=date(2026, 7, 1), because="Moves away.", by=cast.hannah, now=NOW)
    kept = Place.objects.filter(patient=member, state=CONFIRMED).values_list("meeting__day", flat=True)
    assert sorted(kept) == [date(2026, 6, 17), date(2026, 6, 24)]


@pytest.mark.pathway("F26")
def test_who_is_in_group_therapy_talks_with_somebody_first(cast: Cast) -> None:
    friday = meeting_on(group_at(cast), FRIDAY)
    (patient,) = treated(cast, 1)
    ask_for_talk(patient=patient, kind="integration", by=as_patient(patient), now=NOW)
    task = Task.objects.get()
    assert (task.role, task.patient_id, task.done_at) == ("psychiatrist", patient.pk, None)
    write_discussion(patient=patient, kind="integration", may_join=False, text="Later.", by=cast.hannah, now=NOW)
    task.refresh_from_db()
    assert task.done_at == NOW
    with pytest.raises(Refused, match="not at present"):
        booked(friday, patient)
    write_discussion(patient=patient, kind="integration", may_join=True, text="Now it fits.", by=cast.hannah, now=NOW)
    assert booked(friday, patient).state == CONFIRMED


@pytest.mark.pathway("F43")
def test_a_visitor_is_announced_by_name_and_date_to_everybody_with_a_place(cast: Cast) -> None:
    series = group_at(cast)
    meeting = meeting_on(series, date(2026, 6, 19))
    (patient,) = treated(cast, 1, on=date(2026, 6, 13))
    booked(meeting, patient, utc("2026-06-15 12:00"))
    announce_guest(meeting=meeting, name="Dr Ada Stone", part=VISITOR, by=cast.joanne, now=utc("2026-06-16 09:00"))
    told_of = Message.objects.get(channel=EMAIL, key__contains="guest:")
    assert "Friday 19 June" in told_of.text
    assert "Dr Ada Stone watches and listens" in told_of.text
    with pytest.raises(Refused, match="too late"):
        announce_guest(meeting=meeting, name="Late", part=VISITOR, by=cast.joanne, now=utc("2026-06-18 13:31"))


@pytest.mark.pathway("F43")
def test_harrow_lane_lets_no_guests_in() -> None:
    cast = cast_of("harrow-lane")
    meeting = meeting_on(group_at(cast), date(2026, 6, 19))
    with pytest.raises(Refused, match="no such guest"):
        announce_guest(meeting=meeting, name="Dr Ada Stone", part=VISITOR, by=cast.joanne, now=NOW)


def test_a_series_that_ends_takes_its_meetings_and_members_with_it(cast: Cast) -> None:
    series, member = group_at(cast, "psychodynamic"), maintained(cast, "Helen", 1)
    join_series(
        series=series, patient=member, joined_on=FRIDAY, in_regular_psychotherapy=False, by=cast.hannah, now=NOW
    )
    end_series(series=series, on=date(2026, 6, 20), because="The facilitators leave.", by=cast.joanne, now=NOW)
    assert Place.objects.filter(patient=member, state=CONFIRMED).values_list("meeting__day", flat=True)[0] == date(
        2026, 6, 17
    )
    assert Meeting.objects.filter(series=series, cancelled_at=None).count() == 1
    due(NOW + timedelta(days=1))
    assert Meeting.objects.filter(series=series, cancelled_at=None).count() == 1
