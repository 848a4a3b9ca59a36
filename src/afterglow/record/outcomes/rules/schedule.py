"""Which questionnaires are due on a day, from what a clinic asks for and what has happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from afterglow.ground.kernel.period import Months
from afterglow.ground.protocol.schema.outcomes import Asked, Outcomes
from afterglow.record.outcomes.rules.satisfaction import SATISFACTION

BASELINE = "baseline"
"""The occasion before any treatment."""

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Answered:
    """A questionnaire that was answered, and the day it was."""

    instrument: str
    day: date


@dataclass(frozen=True)
class Story:
    """What has happened to one patient, in calendar days of the clinic.

    ``assessed`` is the day from which what comes before treatment is asked for, ``consultation`` that of the first
    meeting, ``first_dose`` the first ever, ``treatments`` those given and those planned, ``ended`` the last day on
    which the clinic asks.
    """

    assessed: date | None
    treatments: tuple[date, ...] = ()
    first_dose: date | None = None
    answered: tuple[Answered, ...] = ()
    ended: date | None = None
    consultation: date | None = None


@dataclass(frozen=True)
class Due:
    """A questionnaire that can be answered from ``opens`` to ``closes``, both included.

    ``occasion`` is the same whenever the same one is asked for again ("baseline", "treatment:2026-11-24",
    "month:3"), so that instrument and occasion together make a key.
    """

    instrument: str
    occasion: str
    opens: date
    closes: date
    source: str


def due_questionnaires(outcomes: Outcomes, story: Story, today: date) -> tuple[Due, ...]:
    """The questionnaires open today and not answered yet, the soonest to close first.

    An answer counts for every occasion whose days it lies in, so nobody is asked the same twice at once:
    where two occasions of one instrument are open, the one that closes first stands.
    """
    if story.ended is not None and today > story.ended:
        return ()
    found: dict[str, Due] = {}
    for due in sorted(_occasions(outcomes, story, today), key=lambda due: due.closes):
        if due.opens <= today <= due.closes and not _answered(due, story.answered):
            found.setdefault(due.instrument, due)
    return tuple(found.values())


def _answered(due: Due, answered: Iterable[Answered]) -> bool:
    return any(one.instrument == due.instrument and due.opens <= one.day <= due.closes for one in answered)


def _occasions(outcomes: Outcomes, story: Story, today: date) -> Iterator[Due]:
    for asked in outcomes.asked:
        if asked.at_baseline and story.assessed is not None:
            yield Due(asked.instrument, BASELINE, story.assessed, _baseline_by(story, today), asked.source)
        if asked.before_each_treatment:
            yield from _before_treatments(asked, story.treatments)
        if asked.every is not None:
            yield from _returning(asked.instrument, asked.every, asked.answer_within, asked.source, story, today)
    rated = outcomes.satisfaction
    yield from _returning(SATISFACTION, rated.every, _MONTH, rated.source, story, today)


_MONTH = timedelta(days=30)


def _baseline_by(story: Story, today: date) -> date:
    """For the next meeting, so that it is read there: the consultation, else the first treatment, else in a week."""
    if story.first_dose is not None:
        return story.first_dose
    ahead = [day for day in (story.consultation, *story.treatments) if day is not None and day >= today]
    return min(ahead, default=today + _WEEK)


def _before_treatments(asked: Asked, treatments: Iterable[date]) -> Iterator[Due]:
    """One for each treatment day. It never opens before the day after the last: each dose has its own score."""
    last = date.min
    for day in sorted(set(treatments)):
        opens = max(day - asked.answer_within, last + timedelta(days=1))
        yield Due(asked.instrument, f"treatment:{day.isoformat()}", opens, day, asked.source)
        last = day


def _returning(
    instrument: str, every: Months, within: timedelta, source: str, story: Story, today: date
) -> Iterator[Due]:
    if story.first_dose is None:
        return
    months = every.count
    while (day := Months(months).after(story.first_dose)) <= today:
        yield Due(instrument, f"month:{months}", day, day + within, source)
        months += every.count
