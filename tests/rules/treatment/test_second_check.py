"""Two people, apart, blind, without tolerance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.treatment.rules.second_check import Agreement, Check, Figures, agreement, check_findings
from afterglow.ground.kernel.quantity import Dose, Rate, Strength, Volume, Weight
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable

RULE = LARKFIELD.dosing.second_check
AT = datetime(2026, 6, 12, 10, 11, tzinfo=UTC)
SHEET = Figures(
    Weight.parse("70 kg"),
    Dose.parse("35 mg"),
    Strength.parse("1 mg/mL"),
    Volume.parse("35 mL"),
    Rate.parse("52.5 mL/h"),
)


def check(person: str, seconds: int = 0, figures: Figures = SHEET) -> Check:
    return Check(person, AT + timedelta(seconds=seconds), figures)


FIGURES = {
    "the same": SHEET,
    "weight 70.1 kg": replace(SHEET, weight=Weight.parse("70.1 kg")),
    "dose 35.5 mg": replace(SHEET, dose=Dose.parse("35.5 mg")),
    "strength 10 mg/mL": replace(SHEET, strength=Strength.parse("10 mg/mL")),
    "volume 3.5 mL": replace(SHEET, volume=Volume.parse("3.5 mL")),
    "rate 525 mL/h": replace(SHEET, rate=Rate.parse("525 mL/h")),
}
"""What the second person arrives at. The first has what follows from the direction: 35 mg for 70 kg, 52.5 mL/h."""

SECOND_CHECK_TABLE = SafetyTable(
    "The second check",
    "The first person, PS, works out what the direction says. There is no tolerance, and no answer is shown before "
    "both are in. What yields to nobody is an interlock.",
    ("first by", "second by", "seconds later", "the second’s figures", "shown", "yields to nobody"),
    (
        ("PS", "MO", 180, "the same", None, False),
        (None, None, None, None, "second-check-missing", True),
        ("PS", None, None, None, "second-check-missing", True),
        ("PS", "PS", 180, "the same", "second-check-same-person", True),
        ("PS", "MO", 9, "the same", "second-check-too-soon", False),
        ("PS", "MO", 10, "the same", None, False),
        ("PS", "MO", 180, "weight 70.1 kg", "second-check-differs", True),
        ("PS", "MO", 180, "dose 35.5 mg", "second-check-differs", True),
        ("PS", "MO", 180, "strength 10 mg/mL", "second-check-differs", True),
        ("PS", "MO", 180, "volume 3.5 mL", "second-check-differs", True),
        ("PS", "MO", 180, "rate 525 mL/h", "second-check-differs", True),
    ),
)


@pytest.mark.parametrize(("first", "second", "later", "figures", "code", "interlock"), SECOND_CHECK_TABLE.rows)
def test_the_second_check(
    first: str | None, second: str | None, later: int | None, figures: str | None, code: str | None, interlock: bool
) -> None:
    one = check(first) if first else None
    two = check(second, later or 0, FIGURES[figures]) if second and figures else None
    found = check_findings(one, two, SHEET, RULE)
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(finding.interlock is interlock for finding in found)


def test_two_people_who_agree_against_the_sheet_do_not_agree() -> None:
    other = replace(SHEET, dose=Dose.parse("350 mg"))
    (finding,) = check_findings(check("PS", 0, other), check("MO", 60, other), SHEET, RULE)
    assert finding.code == "second-check-differs"


@given(st.integers(-500, 500).filter(bool), st.sampled_from(["weight", "dose", "strength", "volume", "rate"]))
def test_there_is_no_tolerance_and_no_figure_is_shown(difference: int, field: str) -> None:
    figure = getattr(SHEET, field)
    other = replace(SHEET, **{field: type(figure)(figure.units + difference)})
    assert agreement(check("PS"), check("MO", 60, other), SHEET) is Agreement.DIFFER
    (finding,) = check_findings(check("PS"), check("MO", 60, other), SHEET, RULE)
    assert not any(letter.isdigit() for letter in finding.words + finding.how)
    assert field not in finding.words


def test_after_a_second_difference_the_prescriber_is_called() -> None:
    other = check("MO", 60, replace(SHEET, dose=Dose.parse("30 mg")))
    (first_time,) = check_findings(check("PS"), other, SHEET, RULE)
    (second_time,) = check_findings(check("PS"), other, SHEET, RULE, earlier_differences=1)
    assert "prescriber" not in first_time.words
    assert second_time.words.endswith("and the prescriber is called.")


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (None, check("MO"), Agreement.WAITING),
        (check("PS"), None, Agreement.WAITING),
        (check("PS"), check("PS"), Agreement.DIFFER),
        (check("PS"), check("MO"), Agreement.AGREE),
    ],
)
def test_answers_may_be_shown_only_when_both_agree(
    first: Check | None, second: Check | None, stands: Agreement
) -> None:
    assert agreement(first, second, SHEET) is stands
