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
)
from afterglow.care.pharmacy.rules.balance import Booked, first_wrong
from afterglow.care.pharmacy.rules.sealing import Link, first_broken, seal_of

WRITTEN: tuple[type[Sealed], ...] = (Line, Opening, Draw, Administered, RestDestroyed, Footnote)
"""Everything that can stand on a page."""

_UNSEALED = {"id", "seal"}


def right_seal(entry: Sealed) -> str:
    """The seal that belongs to what an entry says."""
    columns = [field.attname for field in entry._meta.concrete_fields if field.name not in _UNSEALED]
    return seal_of(settings.AUDIT_KEY, {name: getattr(entry, name) for name in columns})


def broken_at(page: RegisterPage) -> str:
    """What on a page is not as it was written, or does not add up, named; empty where all of it holds."""
    broken = first_broken(_links(page), entries=page.entries, head=page.head)
    if broken:
        return broken
    wrong = first_wrong(booked(page))
    if wrong is not None:
        return f"The balance of entry {wrong.number} does not follow from the entries before it."
    last = Line.objects.filter(page=page).order_by("-number").first()
    if (last.balance if last else 0) != page.balance:
        return "The balance of the page is not that of its last entry."
    return ""


def booked(page: RegisterPage) -> Iterator[Booked]:
    """The numbers of every line of a page, in order."""
    columns = ("number", "balance", "received", "supplied", "restated")
    for row in Line.objects.filter(page=page).order_by("number").values(*columns):
        yield Booked(**row)


def _links(page: RegisterPage) -> Sequence[Link]:
    rows = [row for kind in WRITTEN for row in kind.objects.filter(page=page)]
    rows.sort(key=lambda row: row.sequence)
    return [Link(row.sequence, row.previous, row.seal, right_seal(row), _named(row)) for row in rows]


def _named(row: Sealed) -> str:
    if isinstance(row, Line):
        return f"Entry {row.number}"
    return f"What was written as number {row.sequence} ({row._meta.verbose_name})"
