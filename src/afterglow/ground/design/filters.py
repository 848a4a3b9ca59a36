"""The template filters: ``words`` with the clinic's zone and the page's ``now`` taken from the page itself.

A moment shown where the page knows no ``zone`` raises: a wrong clock is worse than no page.
Macros imported without context know neither; hand them words, or dates.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from afterglow.ground.design import words
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.nhs_number import show_nhs_number


@pass_context
def day(context: Context, when: date) -> str:
    """``11 June 2026``."""
    return words.day(when, _zone(context))


@pass_context
def short_day(context: Context, when: date) -> str:
    """``11 Jun``."""
    return words.short_day(when, _zone(context))


@pass_context
def weekday_day(context: Context, when: date) -> str:
    """``Thursday 11 June``."""
    return words.weekday_day(when, _zone(context))


@pass_context
def clock(context: Context, when: datetime) -> str:
    """``14:32``."""
    return words.clock(when, _known_zone(context))


@pass_context
def moment(context: Context, when: datetime) -> str:
    """``Thursday 11 June, 14:32``."""
    return words.moment(when, _known_zone(context))


@pass_context
def until(context: Context, when: datetime) -> str:
    """``Thursday 11 June, 14:32``, or ``the end of Thursday 11 June``."""
    return words.until(when, _known_zone(context))


@pass_context
def ago(context: Context, when: datetime) -> str:
    """``2 min ago`` by the page's ``now``."""
    return words.ago(when, _now(context))


@pass_context
def age(context: Context, born: date) -> int:
    """Whole years on the page's own day."""
    return words.age(born, words.on_calendar(_now(context), _known_zone(context)))


def money(sum_of_money: Money) -> str:
    """``£225`` or ``£71.25``."""
    return str(sum_of_money)


def nhs_number(digits: str) -> str:
    """Ten digits as they are read aloud; nothing for nobody's."""
    return show_nhs_number(digits) if digits else ""


def iso(when: date) -> str:
    """For the ``datetime`` attribute of a ``time`` element."""
    return when.isoformat()


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "short_day": short_day,
    "weekday_day": weekday_day,
    "clock": clock,
    "moment": moment,
    "until": until,
    "ago": ago,
    "age": age,
    "money": money,
    "nhs_number": nhs_number,
    "phone": words.phone,
    "to_say": words.to_say,
    "iso": iso,
}


def _zone(context: Context) -> ZoneInfo | None:
    found = context.get("zone")
    return found if isinstance(found, ZoneInfo) else None


def _known_zone(context: Context) -> ZoneInfo:
    found = _zone(context)
    if found is None:
        raise ValueError("This template knows no zone: render it with a request, or hand it words.")
    return found


def _now(context: Context) -> datetime:
    found = context.get("now")
    if not isinstance(found, datetime):
        raise ValueError("This template knows no now: render it with a request, or hand it words.")
    return found
