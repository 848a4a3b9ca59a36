"""Nobody is booked where or when they cannot be treated, not even by two people in the same moment."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from afterglow.ground.access.acting import NotAllowed, Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.record.diary import actions, queries
from afterglow.record.diary.models import CONSULTATION, TREATMENT, Appointment, Bay
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, cast_of, maya, tomasz

TOMORROW = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def bay(cast: Cast) -> Bay:
    return actions.add_bay(name="Bay 1", by=cast.joanne, now=NOW)


def treated(cast: Cast, patient: Patient, bay: Bay | None, start: datetime = TOMORROW) -> Appointment:
    return actions.book(
        patient=patient, kind=TREATMENT, starts_at=start, ends_at=start + TWO_HOURS, bay=bay, by=cast.joanne, now=NOW
    )


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.findings[0].code


def test_a_bay_is_added_once(cast: Cast, bay: Bay) -> None:
    assert actions.add_bay(name="Bay 1", by=cast.joanne, now=NOW) == bay
    assert queries.bays(cast.clinic.pk) == [bay]


@pytest.mark.pathway("F6")
@pytest.mark.parametrize(
    ("start", "code", "words"),
    [
        (datetime(2026, 6, 13, 9, tzinfo=UTC), "closed-day", "Monday 15 June 2026"),
        (datetime(2026, 8, 31, 9, tzinfo=UTC), "closed-day", "Tuesday 1 September 2026"),  # bank holiday
        (datetime(2026, 6, 12, 17, tzinfo=UTC), "closed-hours", "08:30 to 17:30"),
    ],
)
def test_no_treatment_when_the_clinic_is_closed(cast: Cast, bay: Bay, start: datetime, code: str, words: str) -> None:
    with pytest.raises(Refused) as error:
        treated(cast, maya(cast), bay, start)
    assert refusal(error) == code
    assert words in str(error.value)
    assert not Appointment.objects.exists()


def test_a_telephone_call_may_be_in_the_evening(cast: Cast) -> None:
    start = datetime(2026, 6, 12, 18, tzinfo=UTC)
    booked = actions.book(
        patient=maya(cast),
        kind="telephone-follow-up",
        starts_at=start,
        ends_at=start + timedelta(minutes=20),
        by=cast.hannah,
        now=NOW,
    )
    assert booked.kind_words == "Telephone follow-up"


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (TOMORROW, TOMORROW, "ends-first"),
        (TOMORROW, TOMORROW - TWO_HOURS, "ends-first"),
        (NOW - timedelta(days=1), NOW, "past-day"),
    ],
)
def test_times_make_sense(cast: Cast, start: datetime, end: datetime, code: str) -> None:
    with pytest.raises(Refused) as error:
        actions.book(patient=maya(cast), kind=CONSULTATION, starts_at=start, ends_at=end, by=cast.joanne, now=NOW)
    assert refusal(error) == code


def test_somebody_who_comes_early_today_is_still_booked(cast: Cast, bay: Bay) -> None:
    assert treated(cast, maya(cast), bay, NOW - timedelta(minutes=20)).starts_at < NOW


def test_a_treatment_needs_a_bay(cast: Cast) -> None:
    with pytest.raises(Refused) as error:
        treated(cast, maya(cast), None)
    assert refusal(error) == "no-bay"


@pytest.mark.parametrize(
    ("minutes_later", "refused"), [(0, True), (119, True), (-119, True), (120, False), (-30, True), (-120, True)]
)
def test_a_bay_holds_one_patient_at_a_time(cast: Cast, bay: Bay, minutes_later: int, refused: bool) -> None:
    start = datetime(2026, 6, 12, 9, 29, tzinfo=UTC)
    treated(cast, maya(cast), bay, start)
    second = start + timedelta(minutes=minutes_later)
    if not refused:
        assert treated(cast, tomasz(cast), bay, second).bay == bay
        return
    with pytest.raises(Refused) as error:
        treated(cast, tomasz(cast), bay, second)
    assert refusal(error) in {"bay-taken", "closed-hours"}


def test_a_patient_is_in_one_place_at_a_time(cast: Cast, bay: Bay) -> None:
    patient, other_bay = maya(cast), actions.add_bay(name="Bay 2", by=cast.joanne, now=NOW)
    treated(cast, patient, bay)
    with pytest.raises(Refused) as error:
        treated(cast, patient, other_bay, TOMORROW + timedelta(hours=1))
    assert refusal(error) == "patient-busy"


def test_a_cancelled_time_is_free_again(cast: Cast, bay: Bay) -> None:
    booked = treated(cast, maya(cast), bay)
    cancelled = actions.cancel(appointment=booked, because="Has a cold", by=cast.joanne, now=NOW)
    assert (cancelled.cancelled_at, cancelled.cancelled_because) == (NOW, "Has a cold")
    again = actions.cancel(appointment=booked, because="Other words", by=cast.joanne, now=NOW + TWO_HOURS)
    assert again.cancelled_because == "Has a cold"
    assert treated(cast, tomasz(cast), bay).bay == bay


def test_who_came_is_written_down_once_and_cannot_be_cancelled(cast: Cast, bay: Bay) -> None:
    booked = treated(cast, maya(cast), bay)
    came = TOMORROW + timedelta(minutes=5)
    actions.mark_attended(appointment=booked, by=cast.priya, now=came)
    assert actions.mark_attended(appointment=booked, by=cast.priya, now=came + TWO_HOURS).attended_at == came
    with pytest.raises(Refused):
        actions.cancel(appointment=booked, because="Mistake", by=cast.joanne, now=came)


def test_nobody_comes_to_what_was_cancelled(cast: Cast, bay: Bay) -> None:
    booked = treated(cast, maya(cast), bay)
    actions.cancel(appointment=booked, because="Has a cold", by=cast.joanne, now=NOW)
    with pytest.raises(Refused):
        actions.mark_attended(appointment=booked, by=cast.priya, now=TOMORROW)


def test_a_pharmacist_books_nobody(cast: Cast, bay: Bay) -> None:
    with pytest.raises(NotAllowed):
        actions.book(
            patient=maya(cast), kind=TREATMENT, starts_at=TOMORROW, ends_at=TOMORROW + TWO_HOURS, by=cast.grace, now=NOW
        )


def test_the_database_itself_refuses_two_in_a_bay(cast: Cast, bay: Bay) -> None:
    @action("diary.test", may=Permission.BOOK)
    def write_past_the_action(*, patient: Patient, by: Actor, now: datetime) -> None:
        Appointment.objects.create(
            clinic_id=by.clinic_id,
            patient=patient,
            kind=TREATMENT,
            starts_at=TOMORROW,
            ends_at=TOMORROW + TWO_HOURS,
            bay=bay,
            booked_at=now,
        )

    write_past_the_action(patient=maya(cast), by=cast.joanne, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        write_past_the_action(patient=tomasz(cast), by=cast.joanne, now=NOW)


def test_what_is_next_and_what_is_free(cast: Cast, bay: Bay) -> None:
    patient, protocol = maya(cast), protocol_in_force(cast.clinic, NOW)
    booked = treated(cast, patient, bay)
    assert queries.next_appointments(patient, now=NOW) == [booked]
    assert queries.next_appointments(patient, now=booked.ends_at) == []
    assert queries.appointments_on(date(2026, 6, 12), clinic=cast.clinic, protocol=protocol) == [booked]
    assert queries.appointments_on(date(2026, 6, 13), clinic=cast.clinic, protocol=protocol) == []
    free = queries.free_places(date(2026, 6, 12), clinic=cast.clinic, protocol=protocol, length=TWO_HOURS)
    assert booked.starts_at not in free[bay]
    assert booked.ends_at in free[bay]
    assert queries.free_places(date(2026, 6, 13), clinic=cast.clinic, protocol=protocol, length=TWO_HOURS) == {}


def test_the_next_free_day_is_open_and_has_room(cast: Cast, bay: Bay) -> None:
    protocol, friday = protocol_in_force(cast.clinic, NOW), date(2026, 6, 12)
    whole_day = timedelta(hours=9)
    start = datetime(2026, 6, 12, 7, 30, tzinfo=UTC)
    actions.book(
        patient=maya(cast), kind=TREATMENT, starts_at=start, ends_at=start + whole_day, bay=bay, by=cast.joanne, now=NOW
    )
    found = queries.next_free_day(friday, clinic=cast.clinic, protocol=protocol, length=TWO_HOURS)
    assert found == date(2026, 6, 15)
    too_long = queries.next_free_day(friday, clinic=cast.clinic, protocol=protocol, length=timedelta(hours=10))
    assert too_long is None


def test_a_days_list_ends_at_the_clinics_midnight(cast: Cast) -> None:
    start = datetime(2026, 6, 12, 23, 15, tzinfo=UTC)  # a quarter past midnight on the 13th, where the clinic is
    booked = actions.book(
        patient=maya(cast), kind="review", starts_at=start, ends_at=start + TWO_HOURS, by=cast.joanne, now=NOW
    )
    protocol = protocol_in_force(cast.clinic, NOW)
    assert queries.appointments_on(date(2026, 6, 12), clinic=cast.clinic, protocol=protocol) == []
    assert queries.appointments_on(date(2026, 6, 13), clinic=cast.clinic, protocol=protocol) == [booked]


def test_twenty_bookers_and_one_bay(own_database: str) -> None:
    cast = cast_of("larkfield")
    bay = actions.add_bay(name="Bay 1", by=cast.joanne, now=NOW)
    patients = [maya(cast), tomasz(cast)]
    answers: list[str] = []

    def try_to_book(number: int) -> None:
        start = TOMORROW + timedelta(minutes=number)  # every one overlaps every other
        try:
            treated(cast, patients[number % 2], bay, start)
            answers.append("booked")
        except Refused as refused:
            answers.append(refused.findings[0].code)
        finally:
            connection.close()

    bookers = [threading.Thread(target=try_to_book, args=(number,)) for number in range(20)]
    for booker in bookers:
        booker.start()
    for booker in bookers:
        booker.join()
    assert answers.count("booked") == 1
    assert set(answers) <= {"booked", "bay-taken", "patient-busy"}
    assert len(answers) == 20
    assert Appointment.objects.count() == 1
