"""What is charted as a number, and what is shown as a gap with its reason."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.treatment.rules.vitals import (
    POSSIBLE,
    Charted,
    Gap,
    Reading,
    Sign,
    cannot_be,
    chart,
    pressure_pair_reason,
)
from tests.rules.treatment.safety_table import SafetyTable

NOW = datetime(2026, 6, 12, 10, 40, tzinfo=UTC)


CHART_TABLE = SafetyTable(
    "What is charted as a number, and what as a gap",
    "Rounded half up: temperature to a tenth of a degree, all else to whole numbers. A 0 is a sensor that is off, "
    "never a number. A dash: nothing was sent.",
    ("sign", "sent", "charted"),
    (
        (Sign.PULSE, "62.8", "63"),
        (Sign.PULSE, "62.5", "63"),
        (Sign.OXYGEN, "97.9", "98"),
        (Sign.BREATHING, "2.0", "2"),
        (Sign.TEMPERATURE, "36.05", "36.1"),
        (Sign.SYSTOLIC, "168", "168"),
        (Sign.PULSE, "0", "no signal: look at the patient and the sensor"),
        (Sign.OXYGEN, "0.0", "no signal: look at the patient and the sensor"),
        (Sign.PULSE, "11.5", "11.5 is outside 20 to 300 /min: look at the patient and the sensor"),
        (Sign.OXYGEN, "101", "101 is outside 40 to 100 %: look at the patient and the sensor"),
        (Sign.DIASTOLIC, "-3", "not a possible value: look at the patient and the sensor"),
        (Sign.PULSE, "NaN", "not a possible value: look at the patient and the sensor"),
        (Sign.PULSE, None, "not sent"),
    ),
)


@pytest.mark.parametrize(("sign", "sent", "shown"), CHART_TABLE.rows)
def test_a_reading_is_a_number_or_a_gap_with_its_reason(sign: Sign, sent: str | None, shown: str) -> None:
    charted = chart(Reading(sign, Decimal(sent) if sent else None, NOW))
    if isinstance(charted, Gap):
        assert (charted.reason, charted.raw) == (shown, sent or "")
    else:
        assert str(charted.value) == shown


CONFIRMED_TABLE = SafetyTable(
    "A rare number that somebody looked at again",
    "Whoever stands by a rare number is believed; nobody is by one that cannot be: 0 or less, 1,000 or more, oxygen "
    "above 100 %. A dash: a gap.",
    ("sign", "typed and confirmed", "charted"),
    (
        (Sign.SYSTOLIC, "320", "320"),
        (Sign.PULSE, "12", "12"),
        (Sign.OXYGEN, "38", "38"),
        (Sign.OXYGEN, "101", None),
        (Sign.OXYGEN, "0", None),
        (Sign.BREATHING, "0", None),
        (Sign.PULSE, "1000", None),
    ),
)


@pytest.mark.parametrize(("sign", "value", "shown"), CONFIRMED_TABLE.rows)
def test_whoever_stands_by_a_rare_number_is_believed_and_not_by_one_that_cannot_be(
    sign: Sign, value: str, shown: str | None
) -> None:
    charted = chart(Reading(sign, Decimal(value), NOW, confirmed=True))
    assert (str(charted.value) if isinstance(charted, Charted) else None) == shown
    assert cannot_be(sign, Decimal(value)) is (shown is None)


POSSIBLE_TABLE = SafetyTable(
    "The ends of the possible",
    "House defaults, in mmHg, per minute, % and °C: at either end a value is charted, a tenth beyond it is a gap. They "
    "tell a loose sensor from a patient, and are no limits of care.",
    ("sign", "least", "most"),
    (
        (Sign.SYSTOLIC, 40, 300),
        (Sign.DIASTOLIC, 20, 200),
        (Sign.MEAN_PRESSURE, 25, 250),
        (Sign.PULSE, 20, 300),
        (Sign.OXYGEN, 40, 100),
        (Sign.BREATHING, 1, 80),
        (Sign.TEMPERATURE, 25, 45),
    ),
)


@pytest.mark.parametrize(("sign", "lowest", "highest"), POSSIBLE_TABLE.rows)
def test_the_ends_of_the_possible(sign: Sign, lowest: int, highest: int) -> None:
    inside = [Decimal(lowest), Decimal(highest)]
    outside = [Decimal(lowest) - Decimal("0.1"), Decimal(highest) + Decimal("0.1")]
    assert all(isinstance(chart(Reading(sign, value, NOW)), Charted) for value in inside)
    assert all(isinstance(chart(Reading(sign, value, NOW)), Gap) for value in outside)


def test_a_person_can_stand_by_an_unusual_value_but_never_by_a_zero() -> None:
    assert isinstance(chart(Reading(Sign.PULSE, Decimal(18), NOW)), Gap)
    assert isinstance(chart(Reading(Sign.PULSE, Decimal(18), NOW, confirmed=True)), Charted)
    assert isinstance(chart(Reading(Sign.PULSE, Decimal(0), NOW, confirmed=True)), Gap)


@given(st.sampled_from(Sign), st.decimals(allow_nan=True, allow_infinity=True), st.booleans())
def test_nothing_impossible_is_ever_charted(sign: Sign, value: Decimal, confirmed: bool) -> None:
    charted = chart(Reading(sign, value, NOW, confirmed))
    if isinstance(charted, Charted):
        assert confirmed or POSSIBLE[sign].holds(value)
        assert 0 <= charted.value <= 1_000
    else:
        assert charted.reason


PAIR_TABLE = SafetyTable(
    "A pair of pressures",
    "The lower one is below the upper one, or both are measured again.",
    ("upper", "lower", "belong together"),
    ((120, 80, True), (80, 79, True), (80, 80, False), (80, 120, False)),
)


@pytest.mark.parametrize(("systolic", "diastolic", "fits"), PAIR_TABLE.rows)
def test_a_pair_of_pressures_belongs_together(systolic: int, diastolic: int, fits: bool) -> None:
    upper, lower = Charted(Sign.SYSTOLIC, Decimal(systolic), NOW), Charted(Sign.DIASTOLIC, Decimal(diastolic), NOW)
    assert (pressure_pair_reason(upper, lower) is None) is fits


def test_a_real_monitors_recording_has_gaps_and_no_zero_on_the_chart(shared_data: Callable[[str], Path]) -> None:
    columns = {
        "heart_rate_bpm": Sign.PULSE,
        "pulse_bpm": Sign.PULSE,
        "respiratory_rate_pm": Sign.BREATHING,
        "spo2_percent": Sign.OXYGEN,
        "nibp_systolic_mmhg": Sign.SYSTOLIC,
        "nibp_diastolic_mmhg": Sign.DIASTOLIC,
        "nibp_mean_mmhg": Sign.MEAN_PRESSURE,
    }
    gaps, numbers = 0, 0
    with shared_data("monitor_numerics.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column, sign in columns.items():
                charted = chart(Reading(sign, Decimal(row[column]) if row[column] else None, NOW))
                if isinstance(charted, Gap):
                    gaps += charted.raw != ""
                else:
                    numbers += 1
                    assert charted.value > 0
    assert gaps == 46 + 363 + 45 + 363 + 1  # sensors off, and one heart rate of 11.5
    assert numbers == 4 * 1936 + 3 * 152 - gaps
