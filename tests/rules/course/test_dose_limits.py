"""Rounding a dose worked out from weight, and what a prescriber may sign for."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.course.rules.dose_limits import dose_findings
from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Weight
from tests.rules.larkfield import LARKFIELD

HALF = DosePerWeight.parse("0.5 mg/kg")
INFUSION = LARKFIELD.treatment("intravenous")
SPRAY = LARKFIELD.treatment("nasal")


@pytest.mark.parametrize(
    ("weight", "step", "dose"),
    [
        ("70.4 kg", "0.5 mg", "35 mg"),  # 35.2
        ("70.5 kg", "0.5 mg", "35.5 mg"),  # 35.25 rounds up
        ("70.6 kg", "0.5 mg", "35.5 mg"),  # 35.3
        ("71.5 kg", "0.5 mg", "36 mg"),  # 35.75 rounds up
        ("71.5 kg", "5 mg", "35 mg"),
        ("75 kg", "5 mg", "40 mg"),  # 37.5 rounds up
    ],
)
def test_rounding_is_half_up_to_a_whole_number_of_steps(weight: str, step: str, dose: str) -> None:
    assert planned_dose(HALF, Weight.parse(weight), Dose.parse(step)) == Dose.parse(dose)


@given(st.integers(100, 3_000), st.integers(30_000, 250_000), st.sampled_from([1, 10, 100, 500, 1_000, 5_000]))
def test_rounding_agrees_with_decimal_arithmetic(per_kg: int, grams: int, step: int) -> None:
    exact = Decimal(per_kg) * grams / 1_000 / step
    expected = int(exact.quantize(Decimal(1), ROUND_HALF_UP)) * step
    assert planned_dose(DosePerWeight(per_kg), Weight(grams), Dose(step)).units == expected


@pytest.mark.parametrize(
    ("dose", "weight", "codes"),
    [
        ("35 mg", "70 kg", []),
        ("7 mg", "70 kg", []),
        ("6.5 mg", "70 kg", ["dose-outside-limits"]),
        ("70 mg", "70 kg", []),
        ("70.5 mg", "70 kg", ["dose-outside-limits"]),
        ("70.5 mg", "70.3 kg", []),  # 1.0 mg/kg is 70.3 mg: rounding alone never passes a limit
        ("100 mg", "110 kg", []),
        ("100.5 mg", "110 kg", ["dose-above-most"]),
        ("350 mg", "70 kg", ["dose-above-most", "dose-outside-limits"]),  # ten times too much
    ],
)
@pytest.mark.pathway("F12")
def test_what_a_prescriber_may_sign_for(dose: str, weight: str, codes: list[str]) -> None:
    found = dose_findings(Dose.parse(dose), Weight.parse(weight), INFUSION)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("dose", "codes"),
    [
        ("28 mg", []),
        ("56 mg", []),
        ("84 mg", []),
        ("42 mg", ["dose-not-offered"]),
        ("112 mg", ["dose-above-most", "dose-not-offered"]),
    ],
)
@pytest.mark.pathway("F21")
def test_the_spray_comes_in_three_doses(dose: str, codes: list[str]) -> None:
    assert [one.code for one in dose_findings(Dose.parse(dose), None, SPRAY)] == codes
