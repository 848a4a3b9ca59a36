"""The table of readings: a gap says why, a correction says what was there, and nothing typed is lost from sight."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from afterglow.care.treatment.actions.observing import Measured, record_reading
from afterglow.care.treatment.models import Reading
from afterglow.care.treatment.presenters.readings import reading_rows
from afterglow.care.treatment.queries.known import known_about
from afterglow.ground.access.actor import Actor
from tests.people import Cast
from tests.rooms.treatment.day import minutes, settled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("measured", "column", "shown"),
    [
        (Measured(systolic=124, diastolic=80), 1, "124/80"),
        (Measured(heart_rate=72), 1, ""),
        (
            Measured(systolic=80, diastolic=120),
            1,
            "no value: 80/120: the lower pressure is not below the upper one. Measure again.",
        ),
        (Measured(systolic=301, diastolic=80), 1, "no value: 301 is outside 40 to 300 mmHg"),
        (Measured(systolic=0, diastolic=0), 1, "no value: no signal (0)"),
        (Measured(systolic=124), 1, "no value: not sent"),
        (Measured(heart_rate=0), 2, "no value: no signal (0)"),
        (Measured(heart_rate=1_000), 2, "no value: not a possible value (1000)"),
        (Measured(spo2=39), 3, "no value: 39 is outside 40 to 100 %"),
        (Measured(temperature_tenths=367), 5, "36.7"),
        (Measured(temperature_tenths=240), 5, "no value: 24 is outside 25 to 45 °C"),
    ],
)
def test_a_figure_stands_as_it_is_and_a_gap_with_its_reason(
    cast: Cast, measured: Measured, column: int, shown: str
) -> None:
    session, at = settled(cast), minutes(1)
    record_reading(session=session, uuid=uuid4(), measured=measured, by=cast.priya, now=at)
    (row,) = reading_rows(known_about(session.treatment, at))
    assert row[column] == shown


def test_a_reading_corrected_twice_says_each_time_what_was_there_and_who_typed_it(cast: Cast) -> None:
    session, at, wrong = settled(cast), minutes(1), None
    typed: tuple[tuple[Measured, Actor], ...] = (
        (Measured(systolic=182, diastolic=80, heart_rate=72), cast.priya),
        (Measured(systolic=128, diastolic=80, heart_rate=27), cast.tom),
        (Measured(systolic=128, diastolic=80, heart_rate=72, temperature_tenths=367), cast.priya),
    )
    for count, (measured, by) in enumerate(typed):
        wrong = record_reading(
            session=session,
            uuid=uuid4(),
            measured=measured,
            by=by,
            now=at + timedelta(minutes=count),
            taken_at=at,
            corrects=wrong,
        )
    assert Reading.objects.count() == 3
    (row,) = reading_rows(known_about(session.treatment, minutes(5)))
    assert row == (
        "10:01",
        "128/80",
        "72",
        "",
        "",
        "36.7",
        "",
        "Typed. Corrected by Priya Shah 10:03; before: HR 27, typed by Tom Adeyemi for 10:01."
        " Corrected by Tom Adeyemi 10:02; before: BP 182/80, HR 72, typed by Priya Shah for 10:01.",
    )
