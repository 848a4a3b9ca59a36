"""Whether a page is whole: every seal worked out again, and the running balance with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings

from afterglow.care.pharmacy.models import (
    Administered,
    Draw,
    Footnote,
    Line,
    Opening,
    RegisterPage,
    RestDestroyed,
    Sealed,
    Spilt,
)
from afterglow.care.pharmacy.rules.balance import NOTHING_YET, Booked, first_wrong
from afterglow.care.pharmacy.rules.sealing import Link, first_broken, seal_of

WRITTEN: tuple[type[Sealed], ...] = (Line, Opening, Draw, Administered, RestDestroyed, Spilt, Footnote)
"""Everything that can stand on a page."""

_UNSEALED = {"id", "seal"}


def right_seal(entry: Sealed) -> str:
    """The seal that belongs to what an entry says."""
    columns = [field.attname for field in entry._meta.concrete_fields if field.name not in _UNSEALED]
    return seal_of(settings.AUDIT_KEY, {name: getattr(entry, name) for name in columns})


def broken_at(page: RegisterPage, *, from_line: int = 1, to_line: int | None = None) -> str:
    """What on a page is not as it was written, or does not add up, named; empty where all of it holds.

    ``from_line`` and ``to_line`` narrow it to a stretch of lines, with what was written between them; without
    ``to_line`` it reaches to the end, which must meet what the page keeps.
    """
    lines = Line.objects.filter(page=page)
    first = lines.filter(number=from_line).first()
    after = lines.filter(number=to_line + 1).first() if to_line is not None else None
    broken = _broken_chain(page, first, after)
    if broken:
        return broken
    before = lines.filter(number=from_line - 1).first()
    wrong = first_wrong(
        _booked(page, from_line, to_line), Booked(before.number, before.balance) if before else NOTHING_YET
    )
    if wrong is not None:
        return f"The balance of entry {wrong.number} does not follow from the entries before it."
    last = lines.order_by("-number").first()
    if (last.balance if last else 0) != page.balance:
        return "The balance of the page is not that of its last entry."
    return ""


def _broken_chain(page: RegisterPage, first: Line | None, after: Line | None) -> str:
    """What is wrong first between a line and the one after the last looked at; None stand for the page's two ends."""
    start = first.sequence if first is not None and first.number > 1 else 1
    previous = first.previous if first is not None and first.number > 1 else ""
    end, head = (after.sequence - 1, after.previous) if after is not None else (page.entries, page.head)
    return first_broken(_links(page, start, end), after=start - 1, previous=previous, entries=end, head=head)


def _booked(page: RegisterPage, from_line: int, to_line: int | None) -> Iterator[Booked]:
    columns = ("number", "balance", "received", "supplied", "restated")
    rows = Line.objects.filter(page=page, number__gte=from_line).order_by("number")
    for row in (rows if to_line is None else rows.filter(number__lte=to_line)).values(*columns):
        yield Booked(**row)


def _links(page: RegisterPage, start: int, end: int) -> Sequence[Link]:
    rows = [row for kind in WRITTEN for row in kind.objects.filter(page=page, sequence__gte=start, sequence__lte=end)]
    rows.sort(key=lambda row: row.sequence)
    return [Link(row.sequence, row.previous, row.seal, right_seal(row), _named(row)) for row in rows]


def _named(row: Sealed) -> str:
    if isinstance(row, Line):
        return f"Entry {row.number}"
    return f"What was written as number {row.sequence} ({row._meta.verbose_name})"
