"""An infusion stopped early: what its pump shows as infused, what that is in milligrams, and when somebody says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.treatment.rules.infused import given_in, infused_findings, shown_volume, to_a_tenth
from afterglow.care.treatment.rules.infusion import Syringe
from afterglow.ground.kernel.quantity import Dose, Volume

SYRINGE = Syringe(Dose.of(35), Volume.of(35))
STRONGER = Syringe(Dose.of("72.25"), Volume.of(50))


@pytest.mark.parametrize(
    ("syringe", "infused", "milligrams"),
    [
        (SYRINGE, "0", "0"),
        (SYRINGE, "17.5", "17.5"),
        (SYRINGE, "17.54", "17.5"),
        (SYRINGE, "17.55", "17.6"),
        (SYRINGE, "35", "35"),
        (STRONGER, "25", "36.1"),  # 36.125 mg: what is left is 36.15 mg, never 36.125
        (STRONGER, "49.99", "72.2"),
        (STRONGER, "50", "72.25"),  # all of it, and never more than was drawn up
    ],
)
def test_what_the_pump_shows_in_milligrams(syringe: Syringe, infused: str, milligrams: str) -> None:
    assert given_in(syringe, Volume.of(infused)) == Dose.of(milligrams)


@pytest.mark.parametrize(
    ("clock", "infused", "why", "code"),
    [
        ("17.5", "17.5", "", None),
        ("17.5", "15.75", "", None),  # a twentieth of 35 mL is 1.75 mL: two minutes of forty
        ("17.5", "19.25", "", None),
        ("17.5", "15.74", "", "infused-differs"),
        ("17.5", "19.26", "", "infused-differs"),
        ("17.5", "0", " ", "infused-differs"),
        ("17.5", "0", "The clamp was closed.", None),
        ("17.5", "35", "The pump ran fast.", None),
        ("17.5", "35.1", "", "infused-more-than-drawn"),
        ("35", "35.1", "The pump says so.", "infused-more-than-drawn"),  # no words make it possible
    ],
)
def test_what_a_pump_can_show_and_when_somebody_says_why(clock: str, infused: str, why: str, code: str | None) -> None:
    found = infused_findings(SYRINGE, Volume.of(clock), Volume.of(infused), why)
    assert [one.code for one in found] == ([code] if code else [])
    assert all("Look at the pump again." in one.words for one in found)


@given(dose=st.integers(1, 500_000), volume=st.integers(1, 100_000), parts=st.integers(0, 1_000))
def test_what_is_counted_is_what_the_volume_held_and_never_more_than_the_dose(
    dose: int, volume: int, parts: int
) -> None:
    syringe, infused = Syringe(Dose(dose), Volume(volume)), Volume(volume * parts // 1_000)
    counted = given_in(syringe, infused)
    assert counted <= syringe.dose
    assert abs(counted.units * volume - dose * infused.units) <= 51 * volume
    assert to_a_tenth(syringe, counted) == counted


@pytest.mark.parametrize(("volume", "shown"), [("17.5", "17.5"), ("17.549", "17.5"), ("17.55", "17.6"), ("20", "20")])
def test_a_calculated_volume_has_sensible_figures(volume: str, shown: str) -> None:
    assert shown_volume(Volume.of(volume)) == f"{shown}\u00a0mL"
