"""The running balance of a page: what each line makes of it, and whether the lines written down say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.kernel.finding import Finding


@dataclass(frozen=True)
class Booked:
    """The numbers of one line, in whole units such as vials.

    ``restated`` is what a stock check found different from the book once its case was closed by two people: never a
    quantity received or supplied, and zero on every other line.
    """

    number: int
    balance: int
    received: int = 0
    supplied: int = 0
    restated: int = 0


NOTHING_YET = Booked(0, 0)
"""What stands before the first line of a page."""


def balance_after(before: int, *, received: int = 0, supplied: int = 0, restated: int = 0) -> int:
    """The balance a line leaves behind."""
    return before + received - supplied + restated


def first_wrong(lines: Iterable[Booked], before: Booked) -> Booked | None:
    """The first line whose number or balance does not follow from the line ``before``; None where all of them do."""
    for line in lines:
        balance = balance_after(before.balance, received=line.received, supplied=line.supplied, restated=line.restated)
        if (line.number, line.balance) != (before.number + 1, balance) or balance < 0:
            return line
        before = line
    return None


def taking_findings(held: int, wanted: int, unit: str, place: str) -> tuple[Finding, ...]:
    """Whether so many whole units can be taken from where they are kept."""
    if wanted < 1:
        return (interlock("nothing-taken", f"Enter how many {unit}s, at least one."),)
    if wanted > held:
        words = f"The register has {held} of this lot in {place}. Nobody can take {wanted}."
        return (interlock("not-enough-stock", words, how=f"{held} - {wanted} would be less than none"),)
    return ()
