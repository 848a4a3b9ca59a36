"""A signed direction on the day: for this drug, this route and today, and for the weight it was worked out on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from afterglow.care.treatment.rules.direction import Signed, is_in_force, weight_since_signing
from afterglow.ground.kernel.quantity import Weight

TODAY = date(2026, 6, 12)
SIGNED = Signed("ketamine", "intravenous", TODAY, Weight.of(70))

TABLE = [
    (SIGNED, True),
    (None, False),
    (replace(SIGNED, drug="esketamine"), False),
    (replace(SIGNED, route="intramuscular"), False),
    (replace(SIGNED, valid_on=date(2026, 6, 11)), False),
    (replace(SIGNED, valid_on=date(2026, 6, 13)), False),
]


@pytest.mark.parametrize(("signed", "holds"), TABLE)
def test_what_a_direction_covers(signed: Signed | None, holds: bool) -> None:
    assert is_in_force(signed, "ketamine", "intravenous", TODAY) is holds


@pytest.mark.pathway("F12")
def test_a_weight_that_changed_since_is_said_and_changes_no_dose() -> None:
    (found,) = weight_since_signing(SIGNED, Weight.of("71.5"))
    assert found.words == "The dose was signed for 70\u00a0kg; the scales now say 71.5\u00a0kg. Ask the prescriber."
    assert found.severity.value == "caution"
    for signed, weighed in ((SIGNED, Weight.of(70)), (SIGNED, None), (replace(SIGNED, weight=None), Weight.of(80))):
        assert weight_since_signing(signed, weighed) == ()
