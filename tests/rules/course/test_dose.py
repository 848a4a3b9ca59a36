"""The dose sheet: every figure against the worked table, and the limits a prescriber signs within."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.course.rules.dose import (
    check_figures,
    dose_sheet,
    rate_of,
    shown_rate,
    strength_of,
    volume_of,
    weight_line,
)
from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Strength, Volume, Weight
from afterglow.ground.protocol.schema.treatments import Preparation, Treatment
from tests.rules.larkfield import LARKFIELD

HALF = DosePerWeight.parse("0.5 mg/kg")
STEP = Dose.parse("0.5 mg")
FORTY = timedelta(minutes=40)
INFUSION = LARKFIELD.treatment("intravenous")
SPRAY = LARKFIELD.treatment("nasal")


def prepared(style: str, **values: str) -> Treatment:
    preparation = Preparation.model_validate({"source": "default", "style": style, "say": "As written.", **values})
    return INFUSION.model_copy(update={"preparation": preparation})


# weight, dose, then mL and mL/h at 1 mg/mL, at 2 mg/mL, and mg/mL when made up to 50 mL (always 75 mL/h)
WORKED = [
    ("50 kg", "25 mg", "25 mL", "37.5", "12.5 mL", "18.75", "0.5 mg/mL"),
    ("70 kg", "35 mg", "35 mL", "52.5", "17.5 mL", "26.25", "0.7 mg/mL"),
    ("85 kg", "42.5 mg", "42.5 mL", "63.75", "21.25 mL", "31.88", "0.85 mg/mL"),
    ("120 kg", "60 mg", "60 mL", "90", "30 mL", "45", "1.2 mg/mL"),
]


@pytest.mark.parametrize(("weight", "dose", "ml_1", "rate_1", "ml_2", "rate_2", "strength"), WORKED)
@pytest.mark.pathway("F12")
def test_half_a_milligram_per_kilogram_over_40_minutes(
    weight: str, dose: str, ml_1: str, rate_1: str, ml_2: str, rate_2: str, strength: str
) -> None:
    worked = planned_dose(HALF, Weight.parse(weight), STEP)
    assert worked == Dose.parse(dose)
    for at, ml, rate in (("1 mg/mL", ml_1, rate_1), ("2 mg/mL", ml_2, rate_2)):
        sheet = dose_sheet(worked, prepared("fixed-concentration", strength=at))
        assert sheet.volume == Volume.parse(ml)
        assert sheet.rate is not None
        assert shown_rate(sheet.rate) == f"{rate}\u00a0mL/h"
    fixed = dose_sheet(worked, prepared("fixed-volume", volume="50 mL"))
    assert fixed.strength == Strength.parse(strength)
    assert fixed.rate is not None
    assert shown_rate(fixed.rate) == "75\u00a0mL/h"


def test_the_sheet_shows_its_arithmetic() -> None:
    dose = Dose.parse("35 mg")
    sheet = dose_sheet(dose, INFUSION, vial=Strength.parse("10 mg/mL"), rate_at_most=125)
    shown = [(line.name, line.arithmetic, line.result) for line in sheet.lines]
    assert shown == [
        ("Volume", "35\u00a0mg ÷ 1\u00a0mg/mL", "35\u00a0mL"),
        ("Rate", "35\u00a0mL × 60 ÷ 40 min", "52.5\u00a0mL/h"),
    ]
    line = weight_line(HALF, Weight.parse("70 kg"), STEP)
    assert (line.arithmetic, line.result) == ("0.5\u00a0mg/kg × 70\u00a0kg, rounded to 0.5\u00a0mg", "35\u00a0mg")
    assert sheet.draw_up == Volume.parse("3.5 mL")
    assert sheet.make_up_with == Volume.parse("31.5 mL")
    assert sheet.most_rate is not None
    assert shown_rate(sheet.most_rate) == "65.63\u00a0mL/h"


def test_the_figures_an_experienced_eye_knows() -> None:
    shown = [line.result for line in check_figures(Dose.parse("35 mg"), Weight.parse("70 kg"), FORTY)]
    assert shown == ["0.75\u00a0mg/kg/h", "12.5\u00a0microgram/kg/min"]


def test_a_spray_has_neither_volume_nor_rate() -> None:
    sheet = dose_sheet(Dose.parse("56 mg"), SPRAY)
    assert (sheet.volume, sheet.rate, sheet.lines) == (None, None, ())


@given(st.integers(1_000, 200_000), st.integers(100, 100_000), st.integers(1, 240))
def test_mg_ml_and_ml_per_hour_lead_back_to_the_dose(micrograms: int, strength: int, minutes: int) -> None:
    volume = volume_of(Dose(micrograms), Strength(strength))
    assert abs(Fraction(volume.units * strength, 1_000) - micrograms) <= Fraction(strength, 2_000)
    rate = rate_of(volume, timedelta(minutes=minutes))
    assert abs(Fraction(rate.units * minutes, 60) - volume.units) <= Fraction(minutes, 120)


@given(st.integers(1_000, 200_000), st.integers(1_000, 100_000))
def test_a_fixed_volume_holds_the_dose(micrograms: int, microlitres: int) -> None:
    strength = strength_of(Dose(micrograms), Volume(microlitres))
    assert abs(Fraction(strength.units * microlitres, 1_000) - micrograms) <= Fraction(microlitres, 2_000)
