"""Counts and cases in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from afterglow.care.pharmacy.models import Discrepancy, SecondCount
from afterglow.care.pharmacy.presenters.beneath import without_role
from afterglow.care.pharmacy.presenters.rest import rest_found
from afterglow.care.pharmacy.rules.counting import Outcome
from afterglow.ground.design.words import clock, short_day
from afterglow.ground.kernel.quantity import Dose

_LOOKS = {
    Outcome.AGREES.value: ("Agrees", "ok"),
    Outcome.DIFFERS.value: ("Differs", "stop"),
    Outcome.AGAIN.value: ("Count again", "caution"),
}


@dataclass(frozen=True)
class CountRow:
    """One count by two: what they found, when, who, and how it came out."""

    ref: str
    found: str
    small: str
    words: str
    look: str
    told: str
    """What both counted and what the book has, as a sentence."""


def count_row(count: SecondCount, zone: ZoneInfo, closed: Collection[int] = ()) -> CountRow:
    """A complete count in words. ``closed`` are the counts whose case two people have closed since."""
    first = count.first
    words, look = ("Closed", "plain") if count.pk in closed else _LOOKS[count.outcome]
    numbers = f"{first.counted}" if first.counted == count.counted else f"{first.counted} and {count.counted}"
    book = f", book {count.book}" if count.counted != count.book or first.counted != count.book else ""
    names = f"{without_role(first.author_name)}, {without_role(count.author_name)}"
    small = f"{clock(count.happened_at, zone)}, {first.place.name}{book}; {names}"
    return CountRow(first.ref, f"{short_day(count.happened_at, zone)}: {numbers}", small, words, look, _told(count))


def _told(count: SecondCount) -> str:
    first, second, where = count.first.counted, count.counted, count.first.place.name
    if first != second:
        return f"One of you counted {first}, the other {second} in {where}. Both count again."
    return f"Both of you counted {second} in {where}; the book has {'it so' if second == count.book else count.book}."


def found_of(case: Discrepancy, zone: ZoneInfo) -> tuple[str, str]:
    """What two people found, and how: of a count, or of what was left of a draw."""
    if case.rest is not None:
        return rest_found(case.rest, zone)
    assert case.count is not None
    row = count_row(case.count, zone)
    return row.found, row.small


def difference_words(case: Discrepancy) -> str:
    """``1 more than the book has``, ``2 fewer than the book has``; of what was left of a draw, how much less."""
    if case.count is None:
        return f"{Dose(abs(case.difference))} {'more' if case.difference > 0 else 'less'} than must be left of a dose"
    number = abs(case.difference)
    return f"{number} {'more' if case.difference > 0 else 'fewer'} than the book has"
