"""What to do and what to leave before a treatment, from the clinic's own protocol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from afterglow.ground.design import words
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Treatment

Advice = tuple[str, str]
"""What stands in bold, and what follows it."""


@dataclass(frozen=True)
class Before:
    """The title says which days it is about."""

    title: str
    dont: tuple[Advice, ...]
    do: tuple[Advice, ...]


def before_treatment(protocol: Protocol, treatment: Treatment, starts_at: datetime, now: datetime) -> Before | None:
    """The advice on the day before a treatment and on its day; nothing earlier."""
    days = (local_day(starts_at, protocol.zone) - local_day(now, protocol.zone)).days
    if days not in (0, 1):
        return None
    when = "tonight or tomorrow" if days else "today"
    return Before(
        "Tonight and tomorrow" if days else "Before you come",
        (*_left_out(protocol, when), *_fasting(protocol, treatment, starts_at)),
        _done(protocol),
    )


def _left_out(protocol: Protocol, when: str) -> tuple[Advice, ...]:
    asked = {question.code for question in protocol.readiness.questions if question.not_within}
    found: list[Advice] = []
    if "alcohol" in asked:
        after = words.counted(protocol.afterwards.alcohol.after // timedelta(hours=1), "hour")
        found.append(("Do not drink alcohol", f"{when}, or for {after} after."))
    if "benzodiazepine" in asked:
        tablets = f"{when}. That means sleeping tablets such as zopiclone too."
        found.append(
            (
                "Do not take diazepam or a similar tablet",
                f"{tablets} If you take one every day, do not stop alone: ask us.",
            )
        )
    return tuple(found)


def _fasting(protocol: Protocol, treatment: Treatment, starts_at: datetime) -> tuple[Advice, ...]:
    fasting = treatment.fasting
    if fasting is None:
        return ()
    food = words.clock(starts_at - fasting.food, protocol.zone)
    drink = words.clock(starts_at - fasting.clear_fluids, protocol.zone)
    return ((f"Do not eat after {food}.", f"Water is fine until {drink}. {protocol.readiness.diabetes}"),)


def _done(protocol: Protocol) -> tuple[Advice, ...]:
    return (
        ("Take your other medicines", "as usual."),
        ("Drink and dress.", protocol.readiness.drink_and_wear),
        ("The way home.", protocol.companion.escort.say),
        _companion(protocol),
    )


def _companion(protocol: Protocol) -> Advice:
    waits = protocol.companion.in_treatment_room == "never"
    said = "Whoever brings you waits elsewhere." if waits else f"Your {protocol.companion.word}."
    return said, protocol.companion.say
