"""How a day, a time, an age or a number is written: the same in pages, letters and messages.

Moments are aware and shown in the clinic's zone; a ``date`` has no zone and needs none.
A number and its unit are joined by a space that cannot break.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers

_HOME = "GB"
"""Where every clinic is: the one jurisdiction a protocol can name."""
_WHOLE = 7
"""Digits below which it is a short code, such as 999, 111 or 116 123 without its spaces (default)."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NO_BREAK = "\u00a0"


def on_calendar(when: date, zone: ZoneInfo | None) -> date:
    """The calendar day of a date or of an aware moment. Raises ValueError for a moment without a zone to show it in."""
    if not isinstance(when, datetime):
        return when
    return _local(when, zone).date()


def day(when: date, zone: ZoneInfo | None = None) -> str:
    """``11 June 2026``."""
    local = on_calendar(when, zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def short_day(when: date, zone: ZoneInfo | None = None) -> str:
    """``11 Jun``: in tables and on charts, where the year stands elsewhere."""
    local = on_calendar(when, zone)
    return f"{local.day} {_MONTHS[local.month - 1][:3]}"


def weekday_day(when: date, zone: ZoneInfo | None = None) -> str:
    """``Thursday 11 June``."""
    local = on_calendar(when, zone)
    return f"{_WEEKDAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"


def clock(when: datetime, zone: ZoneInfo) -> str:
    """``14:32``."""
    return _local(when, zone).strftime("%H:%M")


def moment(when: datetime, zone: ZoneInfo) -> str:
    """``Thursday 11 June, 14:32``."""
    return f"{weekday_day(when, zone)}, {clock(when, zone)}"


def until(when: datetime, zone: ZoneInfo) -> str:
    """``Thursday 11 June, 14:32``; midnight is ``the end of Thursday 11 June``, for nobody knows which day 00:00 is."""
    local = _local(when, zone)
    if (local.hour, local.minute) == (0, 0):
        return f"the end of {weekday_day(local.date() - timedelta(days=1))}"
    return moment(when, zone)


def counted(number: int, unit: str) -> str:
    """``1 day``, ``2 days``; ``min`` and ``%`` never take an s."""
    plural = "" if number == 1 or unit in {"min", "%", "mg", "mL"} else "s"
    return f"{number}{_NO_BREAK}{unit}{plural}"


def to_say(words: str) -> str:
    """``Say to the patient: “You must not drive.”``: words written for a patient, on a page that staff read."""
    return f"Say to the patient: “{words}”"


def span(length: timedelta) -> str:
    """A length of time in its largest whole unit, rounded down: ``40 min``, ``2 hours``, ``3 days``. Never negative."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 120:
        return counted(minutes, "min")
    if minutes < 48 * 60:
        return counted(minutes // 60, "hour")
    return counted(minutes // (24 * 60), "day")


def ago(when: datetime, now: datetime) -> str:
    """``now``, ``2 min ago``, ``3 days ago``; a moment to come is ``in 2 min``."""
    if when > now:
        return f"in {span(when - now)}"
    return "now" if now - when < timedelta(minutes=1) else f"{span(now - when)} ago"


def age(born: date, today: date) -> int:
    """Whole years lived. A person born on 29 February has their birthday on 1 March in other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def phone(number: str) -> str:
    """A stored number as people here say it: ``07700 900318``; one of another country as ``+33 1 23 45 67 89``.

    Whatever is no number (an empty text, "see the letter") is shown as it stands.
    """
    try:
        read = phonenumbers.parse(number, _HOME)
    except phonenumbers.NumberParseException:
        return number
    if len(str(read.national_number)) < _WHOLE:
        return number
    here = read.country_code == phonenumbers.country_code_for_region(_HOME)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(read, form)


def _local(when: datetime, zone: ZoneInfo | None) -> datetime:
    if when.tzinfo is None or zone is None:
        raise ValueError("A time is shown only with the zone of its clinic.")
    return when.astimezone(zone)
