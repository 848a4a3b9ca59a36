"""What was left of a dose, measured, destroyed and spilt, in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from afterglow.care.pharmacy.models import Discrepancy, RestDestroyed, Spilt
from afterglow.care.pharmacy.presenters.beneath import without_role
from afterglow.care.pharmacy.rules.rest import Prepared
from afterglow.ground.design.words import clock, short_day
from afterglow.ground.kernel.quantity import Dose


def left_words(left: Dose, prepared: Prepared | None) -> str:
    """``All that is left: 19.6 mL, 19.592 mg``; where no strength is known, the amount alone."""
    volume = f"{prepared.volume_of(left)}, " if prepared else ""
    return f"All that is left: {volume}{left}"


def rest_found(rest: RestDestroyed, zone: ZoneInfo) -> tuple[str, str]:
    """What two people measured of a rest and destroyed, and when and who."""
    found = f"{Dose(rest.destroyed_micrograms)} left in syringe and line, destroyed"
    return found, f"{short_day(rest.happened_at, zone)} {clock(rest.happened_at, zone)}; {_two_people(rest)}"


def spilt_of(case: Discrepancy) -> str:
    """How much of a rest was spilt, how, and who says so; empty where nobody says it."""
    spilt = getattr(case.rest, "spilt", None)
    if spilt is None:
        return ""
    return f"{Dose(spilt.spilt_micrograms)}: {spilt.how} ({_two_people(spilt)})"


def _two_people(entry: RestDestroyed | Spilt) -> str:
    return f"{without_role(entry.author_name)}, {without_role(entry.witness_name) or 'no witness'}"
