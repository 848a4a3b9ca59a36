"""What happens when somebody answers a question about suicide."""

from __future__ import annotations

from typing import Literal

from afterglow.ground.protocol.schema.base import Code, Count, Flag, Part, Sourced, Words
from afterglow.ground.protocol.schema.dosing import Role
from afterglow.ground.protocol.schema.units import ClockTime, Duration

Urgency = Literal["none", "review-before-next-dose", "call-same-day", "now"]
URGENCIES: tuple[Urgency, ...] = ("none", "review-before-next-dose", "call-same-day", "now")


class Grade(Part):
    """What one answer asks of the clinic."""

    answer: Count
    then: Urgency


class SuicideItem(Sourced):
    """The item of an instrument that asks about suicide."""

    instrument: Code
    item: Count
    grades: tuple[Grade, ...]
    step_up_when_worse: Flag


class HelpLine(Sourced):
    """Somebody to turn to now."""

    name: Words
    number: Words
    by: Literal["call", "text", "relay"]
    hours: Words


class Help(Sourced):
    """The clinic's own words on the crisis page; its lead approves them."""

    title: Words
    opening: Words
    emergency_when: tuple[Words, ...]
    emergency_also: Words
    waiting: Words
    read: Words
    closed: Words
    next: tuple[Words, ...]
    meanwhile: Words
    lines: tuple[HelpLine, ...]


class Safety(Sourced):
    """How an answer about suicide reaches a person."""

    suicide_items: tuple[SuicideItem, ...]
    first_to: Role
    passed_on_after: Duration
    passed_on_to: Role
    same_day_call_by: ClockTime
    help: Help

    def item(self, instrument: str) -> SuicideItem | None:
        """The suicide item of an instrument, if it has one here."""
        return next((item for item in self.suicide_items if item.instrument == instrument), None)
