"""The days a plan names: open ones, in order, none of them over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from afterglow.ground.design.words import counted, weekday_day
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.treatments import Treatment


def day_findings(
    days: Sequence[date], today: date, why_closed: Callable[[date], str], source: str
) -> tuple[Finding, ...]:
    """What holds a plan back. ``why_closed`` says why the clinic does not treat on a day, empty when it does (F6)."""
    return tuple(_wrong(days, today, why_closed, source))


def length_findings(sessions: int, spacing: str, treatment: Treatment, words: str) -> tuple[Finding, ...]:
    """Whether so many treatments at this spacing are what the protocol plans (I9); ``words`` say how it sees it."""
    phase = next((one for one in treatment.phases if one.spacing.words == spacing), None)
    if phase is None or phase.sessions is None or phase.sessions.least <= sessions <= phase.sessions.most:
        return ()
    planned = f"{phase.sessions.least} to {phase.sessions.most}"
    said = f"{counted(sessions, 'treatment')} planned; here it is {planned}. {words}"
    return (Finding("course-length", Severity.CAUTION, said, phase.source),)


def _wrong(days: Sequence[date], today: date, why_closed: Callable[[date], str], source: str) -> Iterator[Finding]:
    if not days:
        yield _stop("no-days", "Choose at least one day.", "default")
    if list(days) != sorted(set(days)):
        yield _stop("days-order", "The days come one after another.", "default")
    if any(day < today for day in days):
        yield _stop("past-day", "That day is over. Choose today or a later day.", "default")
    for day in days:
        if because := why_closed(day):
            words = f"The clinic does not treat {because}: {weekday_day(day)}. Choose another day."
            yield _stop("closed-day", words, source)


def _stop(code: str, words: str, source: str) -> Finding:
    return Finding(code, Severity.STOP, words, source, interlock=True)
