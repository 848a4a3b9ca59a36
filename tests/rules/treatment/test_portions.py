"""A dose in devices or sprays: how many, the rest between them, and the first dose of older people."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.course.rules.first_dose import first_dose_findings
from afterglow.care.treatment.rules.portions import (
    Portions,
    given_so_far,
    portion_findings,
    portions_of,
    progress_words,
)
from afterglow.ground.kernel.quantity import Dose
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable

LONDON = ZoneInfo("Europe/London")
TEN = datetime(2026, 6, 12, 10, 0, tzinfo=LONDON)
SPRAY = LARKFIELD.treatment("nasal")
FIVE = timedelta(minutes=5)

DEVICES_TABLE = SafetyTable(
    "Esketamine: how many devices of 28 mg",
    "Spravato SmPC. A dose that is no whole number of devices cannot be given.",
    ("dose", "devices"),
    (("28 mg", 1), ("56 mg", 2), ("84 mg", 3), ("30 mg", None), ("0 mg", None)),
)

REST_TABLE = SafetyTable(
    "Esketamine: 5 minutes from one device to the next",
    "For 56 mg. The minutes at which devices were given, and the minute now. Nobody goes past the rest.",
    ("given at minute", "now", "held back by"),
    (
        ((), 0, None),
        ((0,), 4, "portion-too-soon"),
        ((0,), 5, None),
        ((0, 5), 9, "portions-all-given"),
        ((0, 5), 60, "portions-all-given"),
    ),
)

FIRST_DOSE_TABLE = SafetyTable(
    "Esketamine: the first dose from the age of 65",
    "28 mg first (Spravato SmPC, UK). A clinical stop: a prescriber may sign past it.",
    ("age", "doses before", "signed dose", "held back by"),
    (
        (64, 0, "56 mg", None),
        (65, 0, "28 mg", None),
        (65, 0, "56 mg", "first-dose-from-65"),
        (80, 0, "84 mg", "first-dose-from-65"),
        (80, 1, "84 mg", None),
    ),
)


def at(minute: int) -> datetime:
    return TEN + timedelta(minutes=minute)


@pytest.mark.parametrize(("dose", "devices"), DEVICES_TABLE.rows)
@pytest.mark.pathway("F21")
def test_a_dose_is_a_whole_number_of_devices(dose: str, devices: int | None) -> None:
    if devices is None:
        with pytest.raises(ValueError, match="no whole number of portions"):
            portions_of(Dose.parse(dose), SPRAY.preparation)
    else:
        assert portions_of(Dose.parse(dose), SPRAY.preparation) == Portions(devices, Dose.parse("28 mg"), FIVE)


@pytest.mark.parametrize(("given_at", "now", "code"), REST_TABLE.rows)
def test_the_rest_between_devices(given_at: tuple[int, ...], now: int, code: str | None) -> None:
    portions = Portions(2, Dose.parse("28 mg"), FIVE)
    found = portion_findings(portions, [at(minute) for minute in given_at], at(now), LONDON, "spravato-smpc")
    assert [one.code for one in found] == ([code] if code else [])
    assert all(one.interlock for one in found)
    if code == "portion-too-soon":
        assert "not before 10:05" in found[0].words


@pytest.mark.parametrize(("age", "earlier", "dose", "code"), FIRST_DOSE_TABLE.rows)
def test_the_first_dose_of_older_people(age: int, earlier: int, dose: str, code: str | None) -> None:
    found = first_dose_findings(Dose.parse(dose), SPRAY, age, earlier)
    assert [one.code for one in found] == ([code] if code else [])
    assert all(not one.interlock for one in found)


def test_an_infusion_has_neither_portions_nor_a_smaller_first_dose() -> None:
    drip = LARKFIELD.treatment("intravenous")
    assert portions_of(Dose.parse("35 mg"), drip.preparation) is None
    assert first_dose_findings(Dose.parse("35 mg"), drip, 80, 0) == ()


def test_how_it_stands_in_words() -> None:
    portions = Portions(2, Dose.parse("28 mg"), FIVE)
    assert progress_words(portions, [], LONDON) == "0 of 2\u00a0portions given"
    assert progress_words(portions, [at(0)], LONDON) == "1 of 2\u00a0portions given, the next from 10:05"
    assert progress_words(portions, [at(0), at(6)], LONDON) == "2 of 2\u00a0portions given"


@given(st.integers(1, 9), st.integers(1, 100_000))
def test_what_was_given_is_the_sum_of_the_portions(count: int, each: int) -> None:
    portions = Portions(count, Dose(each), FIVE)
    assert given_so_far(portions, [TEN] * count) == Dose(count * each)
