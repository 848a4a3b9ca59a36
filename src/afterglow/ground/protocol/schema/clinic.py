"""The clinic itself: how to reach it, when it opens, and where treatment happens."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import model_validator

from afterglow.ground.kernel.period import Months
from afterglow.ground.protocol.schema.base import Code, Count, Day, Flag, Sourced, Words
from afterglow.ground.protocol.schema.units import AnyMoney, ClockHours, Duration, LongTime, Weekday


class Contact(Sourced):
    """How the clinic is reached, before, during and after treatment."""

    phone: Words
    email: Words
    address: tuple[Words, ...]
    answers_questions: Words


class Opening(Sourced):
    """The days on which the clinic treats."""

    days: tuple[Weekday, ...]
    hours: ClockHours
    bank_holidays: Literal["closed", "open"]
    also_closed_on: tuple[Day, ...] = ()

    def usual_day(self, day: date) -> bool:
        """Whether the clinic works on such a day of the week, bank holidays apart."""
        return day.strftime("%A").lower() in self.days and day not in self.also_closed_on


class Room(Sourced):
    """The treatment places, each with the name staff use."""

    bays: tuple[Words, ...]
    shared: Flag
    comfort: Words
    board_names: Literal["first-name-and-initial", "initials", "bay-only"] = "first-name-and-initial"
    """What the board, which others may see, calls a patient."""


class Suggestions(Sourced):
    """Whether patients are asked what could be better."""

    invited: Flag
    say: Words


class EventFee(Sourced):
    """What one professional pays for one date of an event."""

    amount: AnyMoney
    """What is paid, value added tax included."""
    vat: Literal["exempt", "standard"]
    free_cancellation_before: Duration
    """How long before the start somebody can still say no without owing it."""


class Event(Sourced):
    """A professional event that returns: journal club, peer review, conference."""

    code: Code
    title: Words
    when: Words
    for_whom: Words
    cases: Literal["none", "anonymous"] = "none"
    every: Weekday | None = None
    weeks: tuple[Count, ...] = ()
    """Which of the month: 1 is the first, at most 4, so that every month has them. Empty for what has no fixed days."""
    at: ClockHours | None = None
    fee: EventFee | None = None
    """Empty for what costs nothing."""
    names_kept_for: LongTime = Months(12)
    """How long after a date the names of those who signed up for it are kept."""

    @model_validator(mode="after")
    def _days_are_whole(self) -> Event:
        named = (self.every is not None, bool(self.weeks), self.at is not None)
        if any(named) and not all(named):
            raise ValueError("A fixed day needs all three: every, weeks and at.")
        if not all(1 <= week <= 4 for week in self.weeks):
            raise ValueError("Write which of the month, from 1 to 4, as in [2, 4].")
        return self
