"""The one thing that comes first on a patient's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.design import words
from afterglow.ground.design.navigation import NavigationItem
from afterglow.ground.kernel.period import local_day

SOON = timedelta(days=7)
"""An appointment this near comes before a questionnaire that is due (default)."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class Visit:
    """The next time the patient comes or is called. ``what`` is such as ``Your third treatment``."""

    what: str
    starts_at: datetime
    where: str
    ends: str = ""
    """When it is over, in a sentence."""
    check: NavigationItem | None = None
    """The day-before check, while it is open."""
    check_by: str = ""


@dataclass(frozen=True)
class ToAnswer:
    """A questionnaire to answer."""

    title: str
    questions: int
    answered: int
    due_at: datetime
    url: str


@dataclass(frozen=True)
class NextThing:
    """What stands on top: a day, a time, what it is, a few lines, and at most one button."""

    day: str
    time: str
    what: str
    lines: tuple[str, ...] = ()
    button: NavigationItem | None = None
    below: str = ""


def rest_of_today(today: date, url: str) -> NextThing:
    """What stands on top once a treatment is over, until midnight: the person who reads it may still be drowsy."""
    return NextThing(
        f"Today, {words.weekday_day(today)}",
        "",
        "Your treatment is done",
        ("Go home and rest. Do not drive or cycle today.",),
        NavigationItem("The rest of today, and when to call", url),
    )


def next_thing(
    visit: Visit | None, to_answer: ToAnswer | None, waiting: tuple[str, ...], now: datetime, zone: ZoneInfo
) -> NextThing:
    """A visit within a week, else what is to be answered, else a later visit, else the honest range of waiting."""
    if visit is not None and (to_answer is None or visit.starts_at - now < SOON or visit.check is not None):
        return _visit(visit, now, zone)
    if to_answer is not None:
        return _to_answer(to_answer, now, zone)
    if waiting:
        return NextThing("Your place on the list", "", "We have your referral", waiting)
    return NextThing("Today", "", "There is nothing you need to do", ("We write to you when there is.",))


def day_words(day: date, today: date) -> str:
    """A day as somebody says it: ``Tomorrow, Friday 12 June``."""
    named = {0: "Today, ", 1: "Tomorrow, "}.get((day - today).days, "")
    return f"{named}{words.weekday_day(day)}"


def treatment_words(number: int) -> str:
    """Which treatment it is: ``Your third treatment``."""
    return f"Your {_ORDINALS[number - 1]} treatment" if number <= len(_ORDINALS) else f"Treatment {number}"


def _visit(visit: Visit, now: datetime, zone: ZoneInfo) -> NextThing:
    day = day_words(local_day(visit.starts_at, zone), local_day(now, zone))
    lines = tuple(line for line in (visit.where, visit.ends) if line)
    return NextThing(day, words.clock(visit.starts_at, zone), visit.what, lines, visit.check, visit.check_by)


def _to_answer(sheet: ToAnswer, now: datetime, zone: ZoneInfo) -> NextThing:
    day = day_words(local_day(sheet.due_at, zone), local_day(now, zone))
    rest = sheet.questions - sheet.answered
    begun = f"{words.counted(sheet.questions, 'question')}, {sheet.answered} answered." if sheet.answered else ""
    line = begun or f"{words.counted(sheet.questions, 'question')}, one a page."
    button = NavigationItem("Go on" if sheet.answered and rest else "Start", sheet.url)
    return NextThing(
        f"Please answer by {day[0].lower() + day[1:] if ',' in day else day}", "", sheet.title, (line,), button
    )
