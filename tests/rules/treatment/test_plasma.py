"""Plasma levels for teaching: published parameters, held to figures worked out by others and by another method."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from afterglow.care.treatment.rules.plasma import CLEMENTS, DOMINO, KAMP, MODELS, Infusion, Model, area, band, level

HALF_A_MILLIGRAM = Infusion(35_000, 40)
"""0.5 mg/kg over 40 minutes for 70 kg."""
MINUTES = (5, 10, 20, 30, 40, 45, 50, 60, 80, 120, 180, 240, 360)
VECTORS = {
    KAMP: (109.3, 154.5, 198.3, 228.0, 253.1, 155.0, 120.3, 95.9, 73.7, 49.9, 33.9, 25.6, 16.0),
    DOMINO: (155.3, 181.8, 209.6, 226.5, 240.3, 91.4, 71.1, 55.1, 45.8, 35.8, 24.9, 17.3, 8.4),
    CLEMENTS: (33.2, 62.0, 109.5, 146.9, 177.3, 157.4, 140.8, 115.4, 84.7, 58.8, 43.8, 34.6, 21.9),
}


@pytest.mark.parametrize(
    ("model", "minute", "figure"),
    [(model, minute, figure) for model, row in VECTORS.items() for minute, figure in zip(MINUTES, row, strict=True)],
    ids=lambda one: one.name if isinstance(one, Model) else str(one),
)
def test_every_printed_figure_to_its_last_digit(model: Model, minute: int, figure: float) -> None:
    assert round(level(model, HALF_A_MILLIGRAM, minute), 1) == figure


def test_the_whole_area_is_dose_over_clearance() -> None:
    assert round(area(KAMP, HALF_A_MILLIGRAM) / 60, 1) == 416.7, "micrograms times hours per litre"


def by_matrix(model: Model, infusion: Infusion, minute: float) -> float:
    """The same by the exponential of the system's matrix, with the infusion as a state of its own."""
    size = len(model.exchange) + 1
    system = np.zeros((size + 1, size + 1))
    for number, (to, back) in enumerate(model.exchange, start=1):
        system[0, 0] -= to
        system[number, 0], system[0, number], system[number, number] = to, back, -back
    system[0, 0] -= model.out
    system[0, size] = 1.0
    start = np.zeros(size + 1)
    start[size] = infusion.micrograms / infusion.minutes
    running = expm(system * min(minute, infusion.minutes)) @ start
    running[size] = 0.0
    after = expm(system * max(0.0, minute - infusion.minutes)) @ running
    return float(after[0] / model.litres)


@given(
    st.sampled_from(MODELS),
    st.builds(Infusion, st.integers(1_000, 200_000), st.floats(1, 120)),
    st.floats(0, 1440),
)
def test_the_closed_form_agrees_with_the_matrix_exponential(model: Model, infusion: Infusion, minute: float) -> None:
    assert level(model, infusion, minute) == pytest.approx(by_matrix(model, infusion, minute), rel=1e-6, abs=1e-7)


@given(st.sampled_from(MODELS), st.floats(0, 600))
def test_twice_the_dose_is_twice_the_level(model: Model, minute: float) -> None:
    once, twice = level(model, HALF_A_MILLIGRAM, minute), level(model, Infusion(70_000, 40), minute)
    assert twice == pytest.approx(2 * once)


def test_the_band_at_the_end_of_the_infusion_holds_what_was_measured_there() -> None:
    found = band(HALF_A_MILLIGRAM, 40)
    assert (round(found.least), round(found.most)) == (177, 253)
    assert found.least <= 185 <= found.most, "Zarate 2006: 185 ng/mL"
