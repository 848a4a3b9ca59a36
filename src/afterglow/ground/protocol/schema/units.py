"""Units are types: how each quantity of a protocol is written and what it becomes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Annotated, Any, Final, Literal, TypeVar

from afterglow.ground.kernel.between import Between
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import Months
from afterglow.ground.kernel.quantity import (
    Dose,
    DosePerWeight,
    Strength,
    Volume,
    Weight,
    parse_duration,
    show_duration,
)
from afterglow.ground.protocol.limit import Limit, parse_limit
from afterglow.ground.protocol.schema.base import Written
from afterglow.ground.protocol.spacing import Spacing, parse_spacing

Kind = TypeVar("Kind", bound=Any)
_RANGE: Final = re.compile(r"\s*(?P<least>[0-9.]+)\s*-\s*(?P<most>[0-9.]+)(?P<unit>\s+\S.*?)?\s*")


def parse_clock(text: str) -> time:
    """Read ``"14:30"``. Raises ValueError with an example."""
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if match is None:
        raise ValueError(f"“{text}” is not a time of day. Write it as in “14:30”.")
    return time(int(match[1]), int(match[2]))


def parse_hours(text: str) -> Between[time]:
    """Read ``"14:30-16:00"``. Raises ValueError with an example."""
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError(f"“{text}” is not a stretch of a day. Write it as in “14:30-16:00”.")
    return Between(parse_clock(start), parse_clock(end))


def parse_count(text: str) -> int:
    """Read ``"6"``. Raises ValueError with an example."""
    if not re.fullmatch("[0-9]+", text):
        raise ValueError(f"“{text}” is not a whole number. Write it as in “6”.")
    return int(text)


def parse_percent(text: str) -> int:
    """Read ``"50 %"`` as a whole number of hundredths. Raises ValueError with an example."""
    match = re.fullmatch(r"\s*([0-9]{1,3}) ?%\s*", text)
    if match is None:
        raise ValueError(f"“{text}” is not a percentage. Write it as in “50 %”.")
    return int(match[1])


def range_of(read: Callable[[str], Kind], example: str) -> Callable[[str], Between[Kind]]:
    """A reader of two ends that share one unit, such as ``"0.1-1.0 mg/kg"``."""

    def parse(text: str) -> Between[Kind]:
        match = _RANGE.fullmatch(text)
        if match is None:
            raise ValueError(f"“{text}” is not a range. Write it as in “{example}”.")
        unit = match["unit"] or ""
        return Between(read(match["least"] + unit), read(match["most"] + unit))

    return parse


def show_range(value: object) -> str:
    """Two ends in words: ``"3 to 6"``, ``"08:30 to 17:30"``."""
    if not isinstance(value, Between):
        raise TypeError("Only a range has two ends.")
    return f"{show_value(value.least)} to {show_value(value.most)}"


def show_value(value: object) -> str:
    """A value of a protocol as a reader meets it, with its unit."""
    if isinstance(value, Between):
        return show_range(value)
    if isinstance(value, timedelta):
        return show_duration(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value)


def _limit(unit: str) -> Written:
    return Written(lambda text: parse_limit(text, unit), f">= 90 {unit}".strip())


def _months_or_duration(text: str) -> Months | timedelta:
    return Months.parse(text) if re.search("month|year", text) else parse_duration(text)


AnyDose = Annotated[Dose, Written(Dose.parse, Dose.example)]
AnyDosePerWeight = Annotated[DosePerWeight, Written(DosePerWeight.parse, DosePerWeight.example)]
AnyStrength = Annotated[Strength, Written(Strength.parse, Strength.example)]
AnyVolume = Annotated[Volume, Written(Volume.parse, Volume.example)]
AnyWeight = Annotated[Weight, Written(Weight.parse, Weight.example)]
AnyMoney = Annotated[Money, Written(Money.parse, "225 GBP")]
Duration = Annotated[timedelta, Written(parse_duration, "40 min", show_value)]
LongTime = Annotated[Months, Written(Months.parse, "3 months")]
Length = Annotated[Months | timedelta, Written(_months_or_duration, "3 months", show_value)]
Percent = Annotated[int, Written(parse_percent, "50 %", lambda value: f"{value} %")]
ClockTime = Annotated[time, Written(parse_clock, "14:30", show_value)]
ClockHours = Annotated[Between[time], Written(parse_hours, "14:30-16:00", show_value)]
AnySpacing = Annotated[Spacing, Written(parse_spacing, "1-2 weeks apart")]

CountRange = Annotated[Between[int], Written(range_of(parse_count, "3-6"), "3-6", show_range)]
DurationRange = Annotated[Between[timedelta], Written(range_of(parse_duration, "1-8 weeks"), "1-8 weeks", show_range)]
DosePerWeightRange = Annotated[
    Between[DosePerWeight], Written(range_of(DosePerWeight.parse, "0.1-1.0 mg/kg"), "0.1-1.0 mg/kg", show_range)
]
WeightRange = Annotated[Between[Weight], Written(range_of(Weight.parse, "30-250 kg"), "30-250 kg", show_range)]

PressureLimit = Annotated[Limit, _limit("mmHg")]
PerMinuteLimit = Annotated[Limit, _limit("/min")]
PercentLimit = Annotated[Limit, _limit("%")]
ScaleLimit = Annotated[Limit, _limit("")]

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
