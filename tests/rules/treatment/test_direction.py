"""A signed direction on the day: for this drug, this route and today, and for the weight it was worked out on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from afterglow.care.treatment.rules.direction import Signed, is_in_force, weight_since_signing
from afterglow.ground.kernel.quantity import Weight
from tests.rules.treatment.safety_table import SafetyTable

TODAY = date(2026, 6, 12)
SIGNED = Signed("ketamine", "intravenous", TODAY, Weight.of(70))

DIRECTION_TABLE = SafetyTable(
    "What a signed direction covers",
    "Today’s dose is ketamine into a vein. The direction names that drug, that route and today; yesterday’s does not. "
    "A dash: nobody has signed.",
    ("drug", "route", "signed for, days from today", "covers today’s dose"),
    (
        ("ketamine", "intravenous", 0, True),
        (None, None, None, False),
        ("esketamine", "intravenous", 0, False),
        ("ketamine", "intramuscular", 0, False),
        ("ketamine", "intravenous", -1, False),
        ("ketamine", "intravenous", 1, False),
    ),
)


@pytest.mark.parametrize(("drug", "route", "days", "holds"), DIRECTION_TABLE.rows)
def test_what_a_direction_covers(drug: str | None, route: str, days: int, holds: bool) -> None:
    signed = Signed(drug, route, TODAY + timedelta(days=days), Weight.of(70)) if drug else None
    assert is_in_force(signed, "ketamine", "intravenous", TODAY) is holds


WEIGHT_TABLE = SafetyTable(
    "A weight that changed since the direction was signed",
    "The dose does not change by itself; the page says both weights and asks for the prescriber. A dash: not weighed, "
    "or the dose does not go by weight.",
    ("signed for", "the scales now say", "said"),
    (
        ("70 kg", "71.5 kg", True),
        ("70 kg", "69.9 kg", True),
        ("70 kg", "70 kg", False),
        ("70 kg", None, False),
        (None, "80 kg", False),
    ),
)


@pytest.mark.pathway("F12")
@pytest.mark.parametrize(("signed_for", "weighed", "said"), WEIGHT_TABLE.rows)
def test_a_weight_that_changed_since_is_said(signed_for: str | None, weighed: str | None, said: bool) -> None:
    signed = replace(SIGNED, weight=Weight.parse(signed_for) if signed_for else None)
    found = weight_since_signing(signed, Weight.parse(weighed) if weighed else None)
    assert [one.code for one in found] == ["weight-since-signing"] * said


@pytest.mark.pathway("F12")
def test_a_weight_that_changed_since_is_said_and_changes_no_dose() -> None:
    (found,) = weight_since_signing(SIGNED, Weight.of("71.5"))
    assert found.words == "The dose was signed for 70\u00a0kg; the scales now say 71.5\u00a0kg. Ask the prescriber."
    assert found.severity.value == "caution"
