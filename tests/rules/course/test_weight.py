"""Which weight a dose is worked out on, and whether it can be believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.care.course.rules.weight import (
    Sex,
    WeightError,
    adjusted_weight,
    dosing_weight,
    ideal_weight,
    weight_findings,
)
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Height, Weight
from afterglow.ground.protocol.schema.treatments import DosingWeight
from tests.rules.larkfield import LARKFIELD

CHECKS = LARKFIELD.dosing.weight
NOW = datetime(2026, 6, 12, 9, 31, tzinfo=UTC)


def basis(name: str, cap: str | None = None) -> DosingWeight:
    return DosingWeight.model_validate({"source": "default", "basis": name} | ({"cap": cap} if cap else {}))


@pytest.mark.parametrize(
    ("height", "sex", "kilograms"),
    [
        ("152.4 cm", "male", "50"),
        ("152.4 cm", "female", "45.5"),
        ("165 cm", "female", "56.909"),
        ("165 cm", "male", "61.409"),
        ("180 cm", "male", "74.992"),
        ("150 cm", "female", "43.327"),
        ("90 cm", "female", "0"),
    ],
)
def test_ideal_weight_by_devine(height: str, sex: Sex, kilograms: str) -> None:
    assert ideal_weight(Height.parse(height), sex) == Weight.of(kilograms)


@pytest.mark.parametrize(
    ("rule", "dose"),
    [
        (basis("actual"), "55 mg"),
        (basis("ideal"), "28.5 mg"),
        (basis("adjusted"), "39 mg"),
        (basis("capped", "100 kg"), "50 mg"),
    ],
)
def test_the_choice_of_weight_halves_the_dose(rule: DosingWeight, dose: str) -> None:
    """165 cm and 110 kg: 55 mg on actual weight, 28.5 on ideal, 39 on adjusted."""
    worked = dosing_weight(rule, Weight.parse("110 kg"), Height.parse("165 cm"), "female")
    assert planned_dose(DosePerWeight.parse("0.5 mg/kg"), worked.weight, Dose.parse("0.5 mg")) == Dose.parse(dose)
    assert "110\u00a0kg" in worked.how


def test_adjusted_weight() -> None:
    assert adjusted_weight(Weight.parse("110 kg"), Weight.of("56.909")) == Weight.of("78.145")


@given(
    st.sampled_from(["actual", "ideal", "adjusted"]),
    st.integers(30_000, 250_000),
    st.integers(1_200, 2_200),
    st.sampled_from(["female", "male"]),
)
def test_no_basis_ever_doses_on_more_than_the_person_weighs(name: str, grams: int, millimetres: int, sex: Sex) -> None:
    worked = dosing_weight(basis(name), Weight(grams), Height(millimetres), sex)
    assert worked.weight.units <= grams


@pytest.mark.parametrize("name", ["ideal", "adjusted"])
def test_without_height_or_sex_there_is_no_ideal_weight(name: str) -> None:
    with pytest.raises(WeightError, match="needs height and sex"):
        dosing_weight(basis(name), Weight.parse("70 kg"), None, "female")
    with pytest.raises(WeightError, match="needs height and sex"):
        dosing_weight(basis(name), Weight.parse("70 kg"), Height.parse("170 cm"), None)


@pytest.mark.parametrize(
    ("weight", "last", "days", "codes"),
    [
        ("70 kg", "70 kg", 0, []),
        ("70 kg", None, 0, []),
        ("29.9 kg", None, 0, ["weight-not-believed"]),
        ("250.1 kg", None, 0, ["weight-not-believed"]),
        ("154 kg", "70 kg", 0, ["weight-changed"]),  # pounds typed as kilograms
        ("73.5 kg", "70 kg", 0, []),  # exactly 5 %
        ("73.6 kg", "70 kg", 0, ["weight-changed"]),
        ("66.4 kg", "70 kg", 0, ["weight-changed"]),
        ("125 kg", "120 kg", 0, []),  # exactly 5 kg
        ("125.1 kg", "120 kg", 0, ["weight-changed"]),
        ("70 kg", "70 kg", 28, []),
        ("70 kg", "70 kg", 29, ["weight-old"]),
        ("80 kg", "70 kg", 40, ["weight-changed", "weight-old"]),
    ],
)
@pytest.mark.pathway("F12")
def test_whether_a_weight_is_believed(weight: str, last: str | None, days: int, codes: list[str]) -> None:
    before = Weight.parse(last) if last else None
    found = weight_findings(Weight.parse(weight), NOW - timedelta(days=days), before, NOW, CHECKS)
    assert [one.code for one in found] == codes


def test_a_changed_weight_shows_by_how_much() -> None:
    (finding,) = weight_findings(Weight.parse("80 kg"), NOW, Weight.parse("70 kg"), NOW, CHECKS)
    assert finding.how == "a change of 14 %; looked at above 5 % or 5\u00a0kg"
