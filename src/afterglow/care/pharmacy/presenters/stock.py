"""What is in stock, in words: for each page its balance, where it is, and when it is counted next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from afterglow.care.pharmacy.models import Holding, RegisterPage
from afterglow.care.pharmacy.queries.counts import CountDue
from afterglow.ground.design.words import counted, short_day
from afterglow.ground.protocol.schema.clinic import Contact


@dataclass(frozen=True)
class StockRow:
    """One page of the register on the list of stock."""

    ref: str
    name: str
    balance: str
    where: str
    count: str
    look: str


def stock_rows(
    pages: Iterable[RegisterPage], holdings: Iterable[Holding], counts: Iterable[CountDue], today: date
) -> list[StockRow]:
    """Every page with its balance, its places and its next count."""
    held, due = list(holdings), list(counts)
    return [_row(page, held, due, today) for page in pages]


def head_of(page: RegisterPage) -> str:
    """What stands at the head of a page beside its class: strength, pack and form."""
    return page.name + (f", {page.form}" if page.form else "")


def address_of(contact: Contact, clinic: str) -> str:
    """The premises in one line, without the clinic's name again."""
    return ", ".join(line for line in contact.address if line != clinic)


def _row(page: RegisterPage, held: list[Holding], due: list[CountDue], today: date) -> StockRow:
    places: dict[str, int] = {}
    for one in held:
        if one.page_id == page.pk:
            places[one.place.name] = places.get(one.place.name, 0) + one.units
    days = [one.by_day for one in due if one.page.pk == page.pk]
    late = bool(days) and min(days) <= today
    count = "due now" if late else f"by {short_day(min(days))}" if days else "nothing to count"
    return StockRow(
        page.ref,
        page.name,
        counted(page.balance, page.unit),
        ", ".join(f"{name}: {units}" for name, units in sorted(places.items())) or "none left",
        count,
        "caution" if late else "",
    )
