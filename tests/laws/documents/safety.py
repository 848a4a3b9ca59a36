"""The pages of limits that staff act on: NEWS2 as the program scores it, and each clinic's own limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from afterglow.care.treatment.rules.news2 import Consciousness, Observed, Response, news2
from afterglow.ground.kernel.quantity import show_duration
from afterglow.ground.protocol.limit import Limit
from afterglow.ground.protocol.reading import load_protocol, version_files
from afterglow.ground.protocol.schema.limits import PressureLimits
from afterglow.ground.protocol.schema.protocol import Protocol

Scored = Callable[[Decimal], Observed]

PARAMETERS: Sequence[tuple[str, str, Iterable[Decimal], Scored]] = (
    ("Breathing", "a minute", map(Decimal, range(3, 41)), lambda value: Observed(breathing=value)),
    ("Oxygen, scale 1", "%", map(Decimal, range(70, 101)), lambda value: Observed(oxygen=value, on_oxygen=False)),
    ("Systolic pressure", "mmHg", map(Decimal, range(60, 251)), lambda value: Observed(systolic=value)),
    ("Pulse", "a minute", map(Decimal, range(25, 181)), lambda value: Observed(pulse=value)),
    (
        "Temperature",
        "°C",
        (Decimal(tenths) / 10 for tenths in range(330, 416)),
        lambda value: Observed(temperature=value),
    ),
)


def news2_page() -> str:
    """NEWS2 found out by scoring every value: what each band of a vital sign counts, and what a total calls for."""
    lines = [
        "# NEWS2",
        "",
        "The National Early Warning Score 2 (Royal College of Physicians, 2017) as the program scores it: each line was"
        " found by scoring every value. Written by `make fix`.",
        "",
        "| vital sign | from | to | points |",
        "|---|---|---|---|",
    ]
    for name, unit, values, observed in PARAMETERS:
        lines += _bands(name, unit, list(values), observed)
    lines += [f"| Consciousness | {one.value} | | {_points(Observed(consciousness=one))} |" for one in Consciousness]
    lines += [f"| Extra oxygen | {words} | | {_points(Observed(on_oxygen=given))} |" for words, given in _AIR]
    lines += ["", "Scale 2 for oxygen is used only where a target of 88 to 92 % is prescribed:", ""]
    lines += ["| oxygen, scale 2 | from | to | points |", "|---|---|---|---|"]
    for words, given in _AIR:
        range_of = [Decimal(value) for value in range(70, 101)]
        lines += _bands(words, "%", range_of, lambda value, given=given: Observed(oxygen=value, on_oxygen=given), 2)
    lines += ["", "What a score calls for, the gravest last:", "", *(f"- {one.value}" for one in Response)]
    return "\n".join(lines) + "\n"


_AIR = (("breathing air", False), ("on oxygen", True))


def _bands(name: str, unit: str, values: list[Decimal], observed: Scored, scale: int = 1) -> list[str]:
    own = _points(Observed(on_oxygen=observed(values[0]).on_oxygen))
    found = []
    for points, band in groupby(values, key=lambda value: _points(observed(value), scale) - own):
        ends = list(band)
        low = "" if ends[0] == values[0] else str(ends[0])
        high = "" if ends[-1] == values[-1] else str(ends[-1])
        found.append(f"| {name} ({unit}) | {low} | {high} | {points} |")
    return found


def _points(observed: Observed, scale: int = 1) -> int:
    return news2(observed, 2 if scale == 2 else 1).at_least


def limits_page() -> str:
    """Each clinic's limits before and during a dose, from its protocol in its latest version."""
    latest = {file.clinic: file for file in version_files()}
    protocols = [load_protocol(file.path.read_text(encoding="utf-8")) for _, file in sorted(latest.items())]
    lines = [
        "# Limits of vital signs",
        "",
        "What each shipped protocol, in its latest version, shows as a caution and as a stop. A stop before the dose is"
        " the prescriber’s to go past, signed and with a reason. Written by `make fix`.",
    ]
    for protocol in protocols:
        lines += ["", f"## {protocol.clinic}, {protocol.version}", "", *_of(protocol)]
    return "\n".join(lines) + "\n"


def _of(protocol: Protocol) -> list[str]:
    limits = protocol.limits
    counted = (("Pulse", limits.pulse), ("Breathing", limits.breathing))
    scales = (("Sedation", limits.sedation), ("Agitation", limits.agitation))
    return [
        "| | caution | stop | source |",
        "|---|---|---|---|",
        *_pressure("Systolic", limits.systolic),
        *_pressure("Diastolic", limits.diastolic),
        *(
            f"| {name} | {one.caution_low} or {one.caution_high}"
            f" | {one.stop_low} or {one.stop_high}{_still(one.stop_when_still_after)} | {one.source} |"
            for name, one in counted
        ),
        f"| Oxygen | {limits.oxygen.caution}"
        f" | {limits.oxygen.stop}{_still(limits.oxygen.stop_when_still_after)} | {limits.oxygen.source} |",
        *(
            f"| Oxygen, target 88-92 % prescribed | {one.caution} | {one.stop} | {limits.oxygen.source} |"
            for one in (limits.oxygen.lower_target,)
            if one is not None
        ),
        *(
            f"| {name} ({one.scale}) | {_either(one.caution, one.caution_low)}"
            f" | {_either(one.stop, one.stop_low)}{_still(one.stop_when_still_after)} | {one.source} |"
            for name, one in scales
        ),
        f"| Complaints | | {'; '.join(one.say for one in limits.symptoms.stop)} | {limits.symptoms.source} |",
    ]


def _still(lasting: timedelta) -> str:
    return f", still after {show_duration(lasting)}" if lasting else ""


def _either(one: Limit, other: Limit | None) -> str:
    return f"{one} or {other}" if other is not None else str(one)


def _pressure(name: str, limits: PressureLimits) -> list[str]:
    older = f"{limits.older.caution} from the age of {limits.older.from_age}"
    rise = f" or a rise of {limits.during.rise}" if limits.during.rise else ""
    still = f"{limits.during.stop}, still after {show_duration(limits.stop_when_still_after)}"
    return [
        f"| {name}, before | {limits.before.caution}, {older} | {limits.before.stop} | {limits.source} |",
        f"| {name}, during | {limits.during.caution}{rise} | {still} | {limits.source} |",
    ]
