"""What was eaten, drunk and taken before a dose, against the clinic's times."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.design.words import clock, moment
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import show_duration
from afterglow.ground.protocol.schema.treatments import Fasting

_NIGHT_BEGINS = time(18)
"""From when on the evening counts as "the night before" (default)."""


def night_before(dose_at: datetime, zone: ZoneInfo) -> datetime:
    """The start of "the night before": six in the evening of the day before the dose, on the clinic's clock."""
    return datetime.combine(local_day(dose_at, zone) - timedelta(days=1), _NIGHT_BEGINS, zone)


def fasting_findings(
    last_food: datetime | None, last_drink: datetime | None, dose_at: datetime, fasting: Fasting, zone: ZoneInfo
) -> tuple[Finding, ...]:
    """A caution for food or drink that came too late, with the earliest time that keeps the clinic's hours."""
    found = []
    for code, what, last, hours in (
        ("ate-too-late", "food", last_food, fasting.food),
        ("drank-too-late", "drink", last_drink, fasting.clear_fluids),
    ):
        if last is not None and last + hours > dose_at:
            words = (
                f"Last {what} at {clock(last, zone)}. The clinic asks for {show_duration(hours)} without: "
                f"not before {clock(last + hours, zone)}, or ask the prescriber."
            )
            found.append(Finding(code, Severity.CAUTION, words, fasting.source))
    return tuple(found)


def alcohol_findings(last_drunk: datetime | None, dose_at: datetime, zone: ZoneInfo) -> tuple[Finding, ...]:
    """A caution for alcohol the night before or on the day (F20)."""
    if last_drunk is None or last_drunk < night_before(dose_at, zone):
        return ()
    words = f"Alcohol, {moment(last_drunk, zone)}. Look for signs of it, and ask the prescriber whether to go on."
    return (Finding("alcohol-before-dose", Severity.CAUTION, words, "F20"),)


def benzodiazepine_findings(
    last_taken: datetime | None, every_day: bool, dose_at: datetime, zone: ZoneInfo
) -> tuple[Finding, ...]:
    """A caution, never a stop, for a benzodiazepine or sleeping tablet the night before or on the day (F18).

    Who takes one every day is never told to leave it out: a sudden stop is dangerous.
    """
    if last_taken is None or last_taken < night_before(dose_at, zone):
        return ()
    taken = f"A benzodiazepine or sleeping tablet was taken, {moment(last_taken, zone)}."
    effect = "It probably weakens and shortens the effect, and adds to drowsiness."
    todo = (
        "Taken every day: not to be stopped suddenly. Talk about a slow taper with the prescriber."
        if every_day
        else "Tell the prescriber, and ask the patient whether to go on."
    )
    return (Finding("benzodiazepine-before-dose", Severity.CAUTION, f"{taken} {effect} {todo}", "F18"),)
