"""A session's readings as a table: every figure, every gap with its reason, every correction with what it replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from afterglow.care.treatment.models import Reading
from afterglow.care.treatment.presenters.times import clock
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.vitals import COLUMN_OF, charted, pressures
from afterglow.care.treatment.rules.vitals import Charted, Gap, Sign, pressure_pair_reason

HEADS: Final = (
    "Time",
    "BP, mmHg",
    "HR, per min",
    "SpO₂, %",
    "Breaths, per min",
    "Temperature, °C",
    "Alertness",
    "Source",
)
_SIGNS: Final = (
    (Sign.PULSE, "HR"),
    (Sign.OXYGEN, "SpO₂"),
    (Sign.BREATHING, "breaths"),
    (Sign.TEMPERATURE, "temperature"),
)


def reading_rows(known: Known) -> Iterator[tuple[str, ...]]:
    """Every reading that stands under ``HEADS``; a correction says what stood there, and who typed each."""
    for one in known.readings:
        yield (
            clock(known, one.happened_at),
            _pressure(one),
            *(_figure(one, sign) for sign, _ in _SIGNS),
            "" if one.sedation is None else str(one.sedation),
            _source(known, one),
        )


def _pressure(one: Reading) -> str:
    found = pressures([one])
    if found:
        return str(found[0].value)
    if one.systolic is None and one.diastolic is None:
        return ""
    upper, lower = charted(one, Sign.SYSTOLIC), charted(one, Sign.DIASTOLIC)
    if isinstance(upper, Charted) and isinstance(lower, Charted):
        return f"no value: {pressure_pair_reason(upper, lower)}"
    return _no_value(part for part in (upper, lower) if isinstance(part, Gap))


def _figure(one: Reading, sign: Sign) -> str:
    found = charted(one, sign)
    if isinstance(found, Charted):
        return str(found.value)
    return _no_value([found]) if found.raw else ""


def _no_value(gaps: Iterable[Gap]) -> str:
    """The reasons without what to do about them: that stands beside the live figure, while something can be done."""
    reasons = dict.fromkeys(_reason(gap) for gap in gaps)
    return f"no value: {'; '.join(reasons)}"


def _reason(gap: Gap) -> str:
    reason = gap.reason.partition(":")[0]
    return f"{reason} ({gap.raw})" if gap.raw and gap.raw not in reason else reason


def _source(known: Known, one: Reading) -> str:
    said, later = f"{one.get_source_display()}.", one
    while (earlier := known.replaced.get(later.corrects_id)) is not None:
        before = f"{_differing(earlier, later)}, typed by {_author(earlier)} for {clock(known, earlier.happened_at)}"
        said += f" Corrected by {_author(later)} {clock(known, later.written_at)}; before: {before}."
        later = earlier
    return said if one.corrects_id else one.get_source_display()


def _author(one: Reading) -> str:
    return one.author_name.partition(", ")[0]


def _differing(earlier: Reading, later: Reading) -> str:
    """What was typed at first, as it was typed, wherever the correction says something else."""
    said = []
    if (earlier.systolic, earlier.diastolic) != (later.systolic, later.diastolic) and earlier.systolic is not None:
        said.append(f"BP {earlier.systolic}/{earlier.diastolic}")
    for sign, name in _SIGNS:
        before, after = (getattr(one, COLUMN_OF[sign]) for one in (earlier, later))
        if before is not None and before != after:
            said.append(f"{name} {before / 10 if sign is Sign.TEMPERATURE else before}")
    if earlier.sedation is not None and earlier.sedation != later.sedation:
        said.append(f"alertness {earlier.sedation}")
    return ", ".join(said) or "the same figures"
