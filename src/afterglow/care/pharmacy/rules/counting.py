"""The weekly count by two people who do not see each other's number, nor the book's."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.kernel.finding import Finding


class Outcome(StrEnum):
    """What two counts and the book say together."""

    AGREES = "agrees"
    """Both counted what the book says."""
    DIFFERS = "differs"
    """Both counted the same, and the book says something else: a case is opened, the balance stays."""
    AGAIN = "count again"
    """They counted differently: both counts are kept, and both count again."""


def outcome(first: int, second: int, book: int) -> Outcome:
    """How a count came out, in whole units."""
    if first != second:
        return Outcome.AGAIN
    return Outcome.AGREES if first == book else Outcome.DIFFERS


def count_due(last: date, every: timedelta) -> date:
    """The day by which stock is counted again (ng46: usually weekly)."""
    return last + every


def second_findings(*, same_person: bool, moved_since: bool) -> tuple[Finding, ...]:
    """What makes a second count worthless: the same pair of eyes, or stock that moved in between."""
    if same_person:
        return (interlock("same-person", "The second count must be made by another person.", "ng46"),)
    if moved_since:
        words = "Something was taken or received since the first count. Both count again."
        return (interlock("moved-since-first-count", words, "ng46"),)
    return ()
