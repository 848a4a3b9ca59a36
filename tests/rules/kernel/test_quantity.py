"""Quantities: whole numbers of the smallest unit, read exactly, and never mixed up."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.quantity import (
    Dose,
    DosePerWeight,
    Height,
    Pressure,
    Quantity,
    QuantityError,
    Rate,
    Strength,
    Volume,
    Weight,
    parse_duration,
    show_duration,
)

KINDS = (Dose, Volume, Weight, Height, Strength, Rate, DosePerWeight, Pressure)


@pytest.mark.parametrize(
    ("kind", "text", "units", "shown"),
    [
        (Dose, "35 mg", 35_000, "35 mg"),
        (Dose, "42.5 mg", 42_500, "42.5 mg"),
        (Dose, "250 microgram", 250, "0.25 mg"),
        (Volume, "17.5 mL", 17_500, "17.5 mL"),
        (Weight, "70 kg", 70_000, "70 kg"),
        (Weight, "70.25 kg", 70_250, "70.25 kg"),
        (Weight, "950 g", 950, "0.95 kg"),
        (Height, "170 cm", 1_700, "170 cm"),
        (Strength, "1 mg/mL", 1_000, "1 mg/mL"),
        (Rate, "52.5 mL/h", 52_500, "52.5 mL/h"),
        (DosePerWeight, "0.5 mg/kg", 500, "0.5 mg/kg"),
        (Pressure, "140 mmHg", 140, "140 mmHg"),
        (Dose, "100 mg", 100_000, "100 mg"),
    ],
)
def test_an_amount_is_read_and_shown(kind: type[Quantity], text: str, units: int, shown: str) -> None:
    assert kind.parse(text).units == units
    assert str(kind.parse(text)) == shown.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Dose, "35"),
        (Dose, "mg"),
        (Dose, "35 mL"),
        (Dose, "35 MG"),
        (Dose, "-1 mg"),
        (Dose, "1e3 mg"),
        (Dose, "35,5 mg"),
        (Dose, "0.0001 mg"),
        (Dose, ""),
        (Volume, "35 mg"),
        (Weight, "11 st"),
        (Pressure, "140.5 mmHg"),
        (DosePerWeight, "0.5 mg"),
    ],
)
def test_what_is_not_that_amount_is_refused_with_an_example(kind: type[Quantity], text: str) -> None:
    with pytest.raises(QuantityError) as refused:
        kind.parse(text)
    assert kind.example in str(refused.value) or "finer" in str(refused.value)


@pytest.mark.parametrize("kind", KINDS)
@given(units=st.integers(min_value=0, max_value=10**9))
def test_what_is_shown_can_be_read_again(kind: type[Quantity], units: int) -> None:
    assert kind.parse(str(kind(units)).replace("\u00a0", " ")) == kind(units)


@given(one=st.integers(0, 10**9), other=st.integers(0, 10**9))
def test_adding_and_taking_away_is_exact(one: int, other: int) -> None:
    assert Dose(one) + Dose(other) - Dose(other) == Dose(one)


def test_two_units_never_meet_in_a_sum() -> None:
    with pytest.raises(TypeError):
        Dose(1) + Volume(1)  # type: ignore[operator]
    with pytest.raises(TypeError):
        Dose(1) - Volume(1)  # type: ignore[operator]


def test_a_quantity_is_never_less_than_nothing() -> None:
    with pytest.raises(QuantityError):
        Dose(1) - Dose(2)


@pytest.mark.parametrize("number", ["nan", "inf", "x", "1.00001", Decimal("Infinity")])
def test_no_number_that_is_not_one_becomes_a_dose(number: str | Decimal) -> None:
    with pytest.raises(QuantityError):
        Dose.of(number)


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("10 s", timedelta(seconds=10), "10 s"),
        ("40 min", timedelta(minutes=40), "40 min"),
        ("60 min", timedelta(hours=1), "60 min"),
        ("90 min", timedelta(minutes=90), "90 min"),
        ("-15 min", timedelta(minutes=-15), "-15 min"),
        ("0 min", timedelta(0), "0 min"),
        ("1 hour", timedelta(hours=1), "60 min"),
        ("48 hours", timedelta(days=2), "2 days"),
        ("36 hours", timedelta(hours=36), "36 hours"),
        ("1 day", timedelta(days=1), "1 day"),
        ("4 weeks", timedelta(weeks=4), "4 weeks"),
        ("1 week", timedelta(weeks=1), "1 week"),
    ],
)
def test_a_length_of_time_is_read_and_shown(text: str, length: timedelta, shown: str) -> None:
    assert parse_duration(text) == length
    assert show_duration(length) == shown


@pytest.mark.parametrize("text", ["40", "40min", "40 minutes", "1.5 hours", "3 months", "", "forty min"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(QuantityError, match="40 min"):
        parse_duration(text)


@given(st.integers(-(10**6), 10**6))
def test_every_length_of_whole_minutes_can_be_read_again(minutes: int) -> None:
    length = timedelta(minutes=minutes)
    assert parse_duration(show_duration(length)) == length
