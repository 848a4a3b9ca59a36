"""NEWS2: the published table, row by row, and what a score calls for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.treatment.rules.news2 import (
    Consciousness,
    Observed,
    Response,
    for_whom,
    news2,
    news2_findings,
)
from afterglow.ground.kernel.finding import Severity
from tests.rules.larkfield import LARKFIELD

WELL = Observed(
    breathing=Decimal(16),
    oxygen=Decimal(98),
    on_oxygen=False,
    systolic=Decimal(124),
    pulse=Decimal(72),
    consciousness=Consciousness.ALERT,
    temperature=Decimal("36.8"),
)


def seen(**changes: Any) -> Observed:
    """A well person, but for what is changed."""
    return replace(WELL, **changes)


# parameter, first value, last value, points: the card of the Royal College of Physicians, 2017
CARD = [
    ("breathing", "1", "8", 3),
    ("breathing", "9", "11", 1),
    ("breathing", "12", "20", 0),
    ("breathing", "21", "24", 2),
    ("breathing", "25", "60", 3),
    ("oxygen", "50", "91", 3),
    ("oxygen", "92", "93", 2),
    ("oxygen", "94", "95", 1),
    ("oxygen", "96", "100", 0),
    ("systolic", "50", "90", 3),
    ("systolic", "91", "100", 2),
    ("systolic", "101", "110", 1),
    ("systolic", "111", "219", 0),
    ("systolic", "220", "290", 3),
    ("pulse", "25", "40", 3),
    ("pulse", "41", "50", 1),
    ("pulse", "51", "90", 0),
    ("pulse", "91", "110", 1),
    ("pulse", "111", "130", 2),
    ("pulse", "131", "220", 3),
    ("temperature", "30.0", "35.0", 3),
    ("temperature", "35.1", "36.0", 1),
    ("temperature", "36.1", "38.0", 0),
    ("temperature", "38.1", "39.0", 1),
    ("temperature", "39.1", "42.0", 2),
]

SCALE_2 = [
    (False, "70", "83", 3),
    (False, "84", "85", 2),
    (False, "86", "87", 1),
    (False, "88", "92", 0),
    (False, "93", "100", 0),
    (True, "70", "83", 3),
    (True, "84", "85", 2),
    (True, "86", "87", 1),
    (True, "88", "92", 0),
    (True, "93", "94", 1),
    (True, "95", "96", 2),
    (True, "97", "100", 3),
]


def every(first: str, last: str) -> list[Decimal]:
    step = Decimal("0.1") if "." in first else Decimal(1)
    count = int((Decimal(last) - Decimal(first)) / step)
    return [Decimal(first) + step * place for place in range(count + 1)]


@pytest.mark.parametrize(("parameter", "first", "last", "points"), CARD)
def test_every_value_of_every_band(parameter: str, first: str, last: str, points: int) -> None:
    for value in every(first, last):
        assert news2(seen(**{parameter: value}), 1).total == points


@pytest.mark.parametrize(("on_oxygen", "first", "last", "points"), SCALE_2)
def test_the_second_oxygen_scale(on_oxygen: bool, first: str, last: str, points: int) -> None:
    for value in every(first, last):
        assert news2(seen(oxygen=value, on_oxygen=on_oxygen), 2).total == points + (2 if on_oxygen else 0)


@pytest.mark.parametrize(
    ("level", "points"),
    [
        (Consciousness.ALERT, 0),
        (Consciousness.CONFUSION, 3),
        (Consciousness.VOICE, 3),
        (Consciousness.PAIN, 3),
        (Consciousness.UNRESPONSIVE, 3),
    ],
)
def test_consciousness(level: Consciousness, points: int) -> None:
    assert news2(seen(consciousness=level), 1).total == points


@pytest.mark.parametrize(
    ("parameter", "measured", "charted", "points"),
    [
        ("temperature", "36.05", "36.1", 0),
        ("temperature", "36.04", "36.0", 1),
        ("temperature", "38.05", "38.1", 1),
        ("breathing", "20.5", "21", 2),
        ("breathing", "20.4", "20", 0),
        ("breathing", "8.5", "9", 1),
        ("pulse", "90.5", "91", 1),
        ("oxygen", "95.5", "96", 0),
        ("systolic", "219.5", "220", 3),
    ],
)
def test_decimals_are_rounded_as_charted_before_they_score(
    parameter: str, measured: str, charted: str, points: int
) -> None:
    score = news2(seen(**{parameter: Decimal(measured)}), 1)
    assert score.total == points
    assert charted in [part.charted for part in score.parts]


PARAMETERS = ("breathing", "oxygen", "on_oxygen", "systolic", "pulse", "consciousness", "temperature")


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_without_every_parameter_there_is_no_total(parameter: str) -> None:
    score = news2(seen(**{parameter: None}), 1)
    assert score.total is None
    assert len(score.missing) == 1
    (finding,) = news2_findings(score, False, LARKFIELD.early_warning)
    assert finding.code == "news2-incomplete"


def test_what_is_known_still_calls_for_help() -> None:
    score = news2(seen(temperature=None, systolic=Decimal(85), pulse=Decimal(135), on_oxygen=True), 1)
    assert (score.total, score.at_least, score.response) == (None, 8, Response.HIGH)
    codes = [(one.code, one.severity) for one in news2_findings(score, False, LARKFIELD.early_warning)]
    assert codes == [("news2-incomplete", Severity.INFO), ("news2-response", Severity.STOP)]


@pytest.mark.parametrize(
    ("changes", "total", "response"),
    [
        ({}, 0, Response.ROUTINE),
        ({"pulse": Decimal(95)}, 1, Response.LOW),
        ({"pulse": Decimal(120), "oxygen": Decimal(93)}, 4, Response.LOW),
        ({"systolic": Decimal(88)}, 3, Response.LOW_MEDIUM),
        ({"systolic": Decimal(88), "pulse": Decimal(95)}, 4, Response.LOW_MEDIUM),
        ({"pulse": Decimal(120), "oxygen": Decimal(93), "temperature": Decimal("38.5")}, 5, Response.MEDIUM),
        ({"systolic": Decimal(88), "oxygen": Decimal(90)}, 6, Response.MEDIUM),
        ({"systolic": Decimal(88), "oxygen": Decimal(90), "pulse": Decimal(95)}, 7, Response.HIGH),
    ],
)
def test_what_a_total_calls_for(changes: dict[str, Decimal], total: int, response: Response) -> None:
    score = news2(seen(**changes), 1)
    assert (score.total, score.response) == (total, response)


def test_the_score_runs_from_0_to_20() -> None:
    worst = Observed(
        Decimal(30), Decimal(80), True, Decimal(60), Decimal(140), Consciousness.UNRESPONSIVE, Decimal("34.0")
    )
    assert news2(WELL, 1).total == 0
    assert news2(worst, 1).total == 20


def test_it_is_blind_to_a_pressure_of_210() -> None:
    """Why blood pressure has rules of its own."""
    assert news2(seen(systolic=Decimal(210)), 1).total == 0


@pytest.mark.parametrize(
    ("age", "pregnant", "holds"), [(15, False, False), (16, False, True), (34, True, False), (80, False, True)]
)
def test_for_whom_it_holds(age: int, pregnant: bool, holds: bool) -> None:
    assert (for_whom(age, pregnant) is None) is holds


@pytest.mark.parametrize(
    ("level", "during", "labelled"),
    [
        (Consciousness.CONFUSION, True, True),
        (Consciousness.CONFUSION, False, False),
        (Consciousness.VOICE, True, False),
        (Consciousness.PAIN, True, False),
        (Consciousness.UNRESPONSIVE, True, False),
        (Consciousness.ALERT, True, False),
    ],
)
@pytest.mark.pathway("N6")
def test_only_new_confusion_during_the_dose_is_labelled_and_nothing_is_taken_away(
    level: Consciousness, during: bool, labelled: bool
) -> None:
    score = news2(seen(consciousness=level), 1)
    quiet = news2_findings(score, False, LARKFIELD.early_warning)
    found = news2_findings(score, during, LARKFIELD.early_warning)
    label = [one for one in found if one.code == "expected-drug-effect"]
    assert bool(label) is labelled
    assert [one for one in found if one not in label] == list(quiet)
    if labelled:
        assert "look again within 15 min" in label[0].words


@given(
    st.sampled_from(PARAMETERS[:1] + PARAMETERS[3:5]),
    st.decimals(1, 299, places=2),
    st.sampled_from([1, 2]),
)
def test_no_value_falls_between_two_bands(parameter: str, value: Decimal, scale: Literal[1, 2]) -> None:
    total = news2(seen(**{parameter: value}), scale).total
    assert total in (0, 1, 2, 3)
