"""Plasma levels as a span of three models, for teaching."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from afterglow.care.treatment.rules.plasma import MODELS, Infusion, band, level
from afterglow.ground.design.charts.span import Between, SpanChart, SpanSheet, span_chart

DOSES: Final = ((35_000, "0.5 mg/kg"), (70_000, "1 mg/kg"))
"""What the page shows, for 70 kg over 40 minutes: no other figure can be typed in."""
_MINUTES: Final = 40.0
_ROWS: Final = (5, 10, 20, 30, 40, 50, 60, 80, 120, 180, 240, 360)
_TENS: Final = 10


def spans() -> Sequence[tuple[str, SpanChart]]:
    """One picture for each dose, with its name."""
    return [(words, span_chart(_sheet(Infusion(micrograms, _MINUTES), words))) for micrograms, words in DOSES]


def _sheet(infusion: Infusion, words: str) -> SpanSheet:
    least, most = _round(band(infusion, _MINUTES).least), _round(band(infusion, _MINUTES).most)
    return SpanSheet(
        name=f"Plasma levels after {words} over 40 minutes",
        summary=f"Three models lie between about {least} and {most} nanograms per millilitre at the end of it.",
        unit="Across: minutes from the start. Up: nanograms of ketamine in each millilitre of plasma, for 70 kg.",
        spans=tuple(_between(infusion, minute) for minute in range(0, 362, 2)),
        step=100,
        minutes=60,
        until=(_MINUTES, "infusion ends"),
        heads=("Minute", *(model.name for model in MODELS)),
        rows=tuple(
            (str(minute), *(f"about {_round(level(model, infusion, minute))}" for model in MODELS)) for minute in _ROWS
        ),
    )


def _between(infusion: Infusion, minute: float) -> Between:
    found = band(infusion, minute)
    return Between(minute, found.least, found.most)


def _round(figure: float) -> int:
    """To the nearest ten: the models differ by far more."""
    return int(figure / _TENS + 0.5) * _TENS
