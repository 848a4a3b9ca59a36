"""When a message that was not taken is tried again, when a person must hear of it, and what is kept once it is sent."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from afterglow.ground.design import words
from afterglow.ground.kernel.calendar_entry import CalendarEntry

WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""How long to wait after each failed try: a short fault costs minutes; after a day a person takes over (default)."""

TAKES_AT_MOST: Final = timedelta(minutes=5)
"""How long a try may take before another worker may suppose that the first one died (default)."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed tries, 1 or more; None when there have been enough."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def appointment_words(entry: CalendarEntry, *, clinic: str, phone: str) -> tuple[str, str]:
    """Subject and text of the message that brings an appointment, or takes it back; they never say what for."""
    when = f"{words.weekday_day(entry.starts_at, entry.zone)} at {words.clock(entry.starts_at, entry.zone)}"
    if entry.cancelled:
        return (
            f"{clinic}: your appointment on {words.weekday_day(entry.starts_at, entry.zone)} is cancelled",
            f"Your appointment with {clinic} on {when} is cancelled. The calendar entry that comes with this message "
            f"takes it out of your calendar.\n\nTo ask about it, call {phone}.\n",
        )
    return (
        f"{clinic}: your appointment on {words.weekday_day(entry.starts_at, entry.zone)}",
        f"You have an appointment with {clinic} on {when}.\n\nThis message brings it along for your own calendar. "
        f"To change it, call {phone}.\n",
    )


def without_tokens(text: str) -> str:
    """A message as it is kept once it was sent: the tokens of its links are taken out, so that none opens anything."""
    return _TOKEN.sub(r"\1…", text)


_TOKEN: Final = re.compile(r"(/l/)[\w-]{43}")
"""A link's path: 256 bits in 43 letters."""
