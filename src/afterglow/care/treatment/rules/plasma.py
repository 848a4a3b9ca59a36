"""Ketamine in plasma after one infusion, as three published models see it: for teaching, never for a dose.

Each model is linear, so its curve is a sum of exponentials, written down in closed form. No curve here knows a patient,
and none stands on a page of a session. There is no effect site: no rate into one is validated for depression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, cos, exp, pi, prod, sqrt
from typing import Final

GRAMS: Final = 70_000
"""Everybody the page speaks of weighs 70 kg; the models' figures are per kilogram."""


@dataclass(frozen=True)
class Model:
    """Compartments around a central one: its volume in litres for 70 kg, and rates per minute.

    ``out`` leaves the body; each of ``exchange`` is the rate to a further compartment and the rate back from it.
    """

    name: str
    source: str
    litres: float
    out: float
    exchange: tuple[tuple[float, float], ...]


KAMP: Final = Model(
    "Kamp 2020, arterial", "kamp-2020", 25.0, 84 / 25 / 60, ((161 / 25 / 60, 161 / 56 / 60), (79 / 25 / 60, 0.00839))
)
DOMINO: Final = Model("Domino 1982", "domino-1982", 0.063 * 70, 0.4381, ((0.5921, 0.2470), (0.5900, 0.0146)))
CLEMENTS: Final = Model("Clements and Nimmo 1981, venous", "clements-1981", 1.7522 * 70, 0.0109, ((0.0186, 0.0137),))
MODELS: Final = (KAMP, DOMINO, CLEMENTS)


@dataclass(frozen=True)
class Infusion:
    """A dose in micrograms, given evenly over so many minutes."""

    micrograms: int
    minutes: float


@dataclass(frozen=True)
class Band:
    """What the models say of one minute, least to most, in nanograms per millilitre."""

    minute: float
    least: float
    most: float


def level(model: Model, infusion: Infusion, minute: float) -> float:
    """Nanograms in each millilitre of plasma, so many minutes after the start."""
    rate = infusion.micrograms / infusion.minutes
    return rate * sum(share / speed * _filled(speed, infusion.minutes, minute) for speed, share in _terms(model))


def band(infusion: Infusion, minute: float, models: Sequence[Model] = MODELS) -> Band:
    """The span of all models at one minute: they differ by far more than any of them is exact."""
    levels = [level(model, infusion, minute) for model in models]
    return Band(minute, min(levels), max(levels))


def area(model: Model, infusion: Infusion) -> float:
    """The whole area under the curve, in nanograms per millilitre times minutes: dose over clearance."""
    return infusion.micrograms / (model.litres * model.out)


def _filled(speed: float, length: float, minute: float) -> float:
    if minute <= 0:
        return 0.0
    if minute <= length:
        return 1 - exp(-speed * minute)
    return exp(-speed * (minute - length)) - exp(-speed * minute)


def _terms(model: Model) -> Sequence[tuple[float, float]]:
    """The curve after one microgram at once: each speed (per minute) with its share (per litre)."""
    back = [one for _, one in model.exchange]
    speeds = _speeds(model)
    return [
        (
            speed,
            prod(one - speed for one in back)
            / prod(other - speed for other in speeds if other is not speed)
            / model.litres,
        )
        for speed in speeds
    ]


def _speeds(model: Model) -> Sequence[float]:
    to, back = zip(*model.exchange, strict=True)
    total = model.out + sum(to) + sum(back)
    if len(back) == 1:
        half = total / 2
        root = sqrt(half * half - model.out * back[0])
        return half + root, half - root
    second = model.out * sum(back) + back[0] * back[1] + to[0] * back[1] + to[1] * back[0]
    return _three_roots(total, second, model.out * back[0] * back[1])


def _three_roots(total: float, pairs: float, product: float) -> Sequence[float]:
    """The roots of x³ - total x² + pairs x - product, all of them real and positive (Viète)."""
    third = total / 3
    spread = sqrt(third * third - pairs / 3)
    angle = acos((third**3 - third * pairs / 2 + product / 2) / spread**3)
    return [third + 2 * spread * cos((angle + 2 * pi * number) / 3) for number in range(3)]
