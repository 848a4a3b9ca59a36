"""The days after a dose: what still holds, and the window in which change comes easiest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from afterglow.ground.design import words
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol

Dot = tuple[int, str, str]
"""A day's number, its state (done, next, planned) and its hidden words."""


@dataclass(frozen=True)
class After:
    """``day`` counts calendar days from the dose: 0 is the day itself."""

    title: str
    day: int
    dots: tuple[Dot, ...]
    holds: tuple[str, ...]
    said: str
    self_care: tuple[str, ...]
    calls: tuple[tuple[str, tuple[str, ...]], ...]


def after_dose(protocol: Protocol, given_at: datetime, now: datetime) -> After | None:
    """What a patient reads from the day of a dose until its window closes; nothing before or after."""
    day = (local_day(now, protocol.zone) - local_day(given_at, protocol.zone)).days
    last = protocol.journal.follows_days
    if given_at > now or not 0 <= day <= last:
        return None
    title = "After your treatment" if day == 0 else f"Day {day} of {last} after your treatment"
    afterwards = protocol.afterwards
    return After(
        title,
        day,
        tuple((number, _state(number, day), _words(number, day)) for number in range(1, last + 1)),
        _holds(protocol, given_at, now, day),
        afterwards.days_after,
        afterwards.self_care,
        tuple((call.who, call.when) for call in afterwards.call_advice.calls if call.for_whom == "patient"),
    )


def _holds(protocol: Protocol, given_at: datetime, now: datetime, day: int) -> tuple[str, ...]:
    rules, zone = protocol.afterwards, protocol.zone
    held: list[str] = []
    if day == 0:
        held = [rules.driving.say, rules.cycling.say, rules.machinery.say, rules.activities.say]
    elif day == 1:
        # The protocol's sentence is written for the day itself: "the next morning" has come by now (F16).
        held = ["Drive or cycle today only if you do not feel drowsy. It is your decision each time."]
    until = given_at + rules.alcohol.after
    if now < until:
        held.append(f"No alcohol until {words.moment(until, zone)}.")
    if day == 0:
        held.append(rules.benzodiazepines.say)
    return tuple(held)


def _state(number: int, day: int) -> str:
    return "done" if number < day else "next" if number == max(day, 1) else "planned"


def _words(number: int, day: int) -> str:
    return f"Day {number}{', past' if number < day else ', today' if number == day else ''}"
