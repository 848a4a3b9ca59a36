"""Whom somebody can turn to now, as links that dial or write at once."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.safety import Help, HelpLine

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

EMERGENCY = "999"
"""Never in the list: it has a card of its own, above."""


@dataclass(frozen=True)
class CallLine:
    """One number to turn to. ``target`` is the address of its link, ``label`` what stands on it."""

    name: str
    hours: str
    target: str
    label: str


def call_lines(help_words: Help) -> tuple[CallLine, ...]:
    """Whom to turn to besides 999, in the clinic's order; those who cannot talk can write."""
    return tuple(_line(line) for line in help_words.lines if line.number != EMERGENCY)


def clinic_line(protocol: Protocol, *, open_now: bool) -> CallLine:
    """The clinic itself, saying whether anybody is there."""
    opened = f"Open now, until {protocol.opening.hours.most:%H:%M}" if open_now else "Closed now"
    number = protocol.contact.phone
    return CallLine(protocol.clinic, opened, f"tel:{_dialled(number)}", number)


def opening_words(protocol: Protocol) -> str:
    """On which days and at which hours the clinic is open."""
    hours = protocol.opening.hours
    return f"{_listed(protocol.opening.days)}, {hours.least:%H:%M} to {hours.most:%H:%M}"


def _listed(days: tuple[str, ...]) -> str:
    named = [day.capitalize() for day in days]
    if len(days) > 2 and days in zip(*(_WEEK[start:] for start in range(len(days))), strict=False):
        return f"{named[0]} to {named[-1]}"
    return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else "".join(named)


def _line(line: HelpLine) -> CallLine:
    number = _dialled(line.number)
    if line.by == "text":
        return CallLine(line.name, line.hours, f"sms:{number}", f"Text {line.number}")
    label = f"Call {line.number}" if len(number) < 5 else line.number
    return CallLine(line.name, line.hours, f"tel:{number}", label)


def _dialled(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")
