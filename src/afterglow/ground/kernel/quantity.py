"""Clinical quantities as integers of their smallest useful unit, each unit a type of its own.

A milligram can never be added to a millilitre, and no quantity passes through a float:
text is read with :class:`decimal.Decimal`, and whatever does not fit the smallest unit is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Self

_AMOUNT = re.compile(r"^\s*(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>\S.*?)\s*$")


class QuantityError(ValueError):
    """Text that is not the quantity asked for; the message says what would be."""


@dataclass(frozen=True, order=True)
class Quantity:
    """A non-negative whole number of one unit. Subclasses name the units they can be written in."""

    units: int

    example: ClassVar[str] = ""
    written: ClassVar[dict[str, int]] = {}
    """How many smallest units one written unit holds; the first is the one shown."""

    def __post_init__(self) -> None:
        if self.units < 0:
            raise QuantityError(f"{type(self).__name__} cannot be less than nothing.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``"0.5 mg/kg"``. Raises QuantityError with an example when the text is anything else."""
        match = _AMOUNT.match(text)
        per_unit = cls.written.get(match["unit"]) if match else None
        if match is None or per_unit is None:
            raise QuantityError(f"“{text}” is not an amount here. Write it as in “{cls.example}”.")
        return cls.of(match["number"], match["unit"])

    @classmethod
    def of(cls, number: str | int | Decimal, unit: str | None = None) -> Self:
        """Build from a number of ``unit`` (by default the unit shown), exactly.

        Raises QuantityError when the number is finer than the smallest unit kept.
        """
        per_unit = cls.written[unit] if unit else next(iter(cls.written.values()))
        try:
            exact = Decimal(str(number)) * per_unit
        except InvalidOperation:
            raise QuantityError(f"“{number}” is not a number. Write it as in “{cls.example}”.") from None
        if not exact.is_finite() or exact != exact.to_integral_value():
            raise QuantityError(f"“{number}” is finer than can be measured here.")
        return cls(int(exact))

    @property
    def number(self) -> Decimal:
        """The amount in the unit shown, without trailing zeros."""
        shown = next(iter(self.written.values()))
        return _plain(Decimal(self.units) / shown)

    @property
    def unit(self) -> str:
        """The unit shown."""
        return next(iter(self.written))

    def __str__(self) -> str:
        return f"{self.number}\u00a0{self.unit}"

    def __add__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(self.units + other.units)

    def __sub__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(self.units - other.units)


class Dose(Quantity):
    """An amount of drug, as base, in micrograms; shown in mg."""

    example: ClassVar[str] = "35 mg"
    written: ClassVar[dict[str, int]] = {"mg": 1_000, "microgram": 1, "ug": 1}


class Volume(Quantity):
    """A volume of liquid in microlitres; shown in mL."""

    example: ClassVar[str] = "35 mL"
    written: ClassVar[dict[str, int]] = {"mL": 1_000}


class Weight(Quantity):
    """A body weight in grams; shown in kg."""

    example: ClassVar[str] = "70 kg"
    written: ClassVar[dict[str, int]] = {"kg": 1_000, "g": 1}


class Height(Quantity):
    """A body height in millimetres; shown in cm."""

    example: ClassVar[str] = "170 cm"
    written: ClassVar[dict[str, int]] = {"cm": 10, "mm": 1}


class Strength(Quantity):
    """How much drug one millilitre holds, in micrograms; shown in mg/mL."""

    example: ClassVar[str] = "1 mg/mL"
    written: ClassVar[dict[str, int]] = {"mg/mL": 1_000}


class Rate(Quantity):
    """A pump's rate in microlitres an hour; shown in mL/h."""

    example: ClassVar[str] = "52.5 mL/h"
    written: ClassVar[dict[str, int]] = {"mL/h": 1_000}


class DosePerWeight(Quantity):
    """Drug for each kilogram of dosing weight, in micrograms; shown in mg/kg."""

    example: ClassVar[str] = "0.5 mg/kg"
    written: ClassVar[dict[str, int]] = {"mg/kg": 1_000}


class Pressure(Quantity):
    """A blood pressure in mmHg."""

    example: ClassVar[str] = "140 mmHg"
    written: ClassVar[dict[str, int]] = {"mmHg": 1}


_DURATIONS = {
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "hours": timedelta(hours=1),
    "day": timedelta(days=1),
    "days": timedelta(days=1),
    "week": timedelta(weeks=1),
    "weeks": timedelta(weeks=1),
}


def parse_duration(text: str) -> timedelta:
    """Read ``"40 min"``, ``"-15 min"``, ``"48 hours"`` or ``"4 weeks"``. Months are not a duration: see Months."""
    match = re.fullmatch(r"\s*(-?[0-9]+)\s+([a-z]+)\s*", text)
    unit = _DURATIONS.get(match[2]) if match else None
    if match is None or unit is None:
        raise QuantityError(f"“{text}” is not a length of time. Write it as in “40 min” or “4 weeks”.")
    return int(match[1]) * unit


def show_duration(length: timedelta) -> str:
    """Write a length of time in the largest unit that holds it whole: ``"40 min"``, ``"2 hours"``, ``"3 weeks"``."""
    if length < timedelta(0):
        return f"-{show_duration(-length)}"
    if length % timedelta(minutes=1):
        return f"{length // timedelta(seconds=1)} s"
    for name in ("week", "day", "hour"):
        unit = _DURATIONS[name]
        if length and length % unit == timedelta(0) and not (name == "hour" and length < 2 * unit):
            count = length // unit
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{length // timedelta(minutes=1)} min"


def _plain(number: Decimal) -> Decimal:
    normal = number.normalize()
    return normal.quantize(Decimal(1)) if normal == normal.to_integral_value() else normal
