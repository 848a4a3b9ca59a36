"""How a difference between cupboard and book is brought to its end. The balance is never adjusted to fit by itself."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.kernel.finding import Finding

ENTRY_WRONG, NOT_EXPLAINED, FOUND_AGAIN = "an entry was wrong", "not explained", "found: book and cupboard agree"
SPILT = "spilt"
"""What is missing of a rest was lost before two people, who say how: it is written beside what they destroyed."""
ENDS = (ENTRY_WRONG, NOT_EXPLAINED, FOUND_AGAIN)
RESTATES = (ENTRY_WRONG, NOT_EXPLAINED)
"""The ends after which the next line states the stock as it was counted, beside a footnote."""


def ends_of_a_rest(difference: int) -> tuple[str, ...]:
    """How a case about what was left of a draw can end. What is destroyed is never found again; only less is a spill.

    ``difference`` is what was measured less what must be left, in micrograms.
    """
    return (SPILT, ENTRY_WRONG, NOT_EXPLAINED) if difference < 0 else (ENTRY_WRONG, NOT_EXPLAINED)


@dataclass(frozen=True)
class Closing:
    """What is known when somebody wants to close a case."""

    end: str
    told_officer: bool
    counted_again: bool
    """Whether two people have since counted what the book says."""
    names_entry: bool
    held_after: int | None
    """What would be left of the lot in its place; None where nothing is restated."""
    ends: tuple[str, ...] = ENDS
    """How a case of its kind can end."""


def closing_findings(closing: Closing) -> tuple[Finding, ...]:
    """What still holds the closing back."""
    if closing.end not in closing.ends:
        return (interlock("no-such-end", "A case like this does not end so.", "default"),)
    found = []
    if closing.end in (NOT_EXPLAINED, SPILT) and not closing.told_officer:
        loss = "a spill" if closing.end == SPILT else "an unexplained loss"
        words = f"The accountable officer is told of {loss} first. Write down that they were told."
        found.append(interlock("officer-not-told", words, "ng46"))
    if closing.end == FOUND_AGAIN and not closing.counted_again:
        words = "Count again, both of you. The case closes like this once both counts are what the book says."
        found.append(interlock("not-counted-again", words, "ng46"))
    if closing.end in RESTATES and not closing.names_entry:
        found.append(interlock("no-entry-named", "Choose the entry to which the note belongs."))
    if closing.held_after is not None and closing.held_after < 0:
        found.append(interlock("lot-too-few", "The book has too few of this lot there. Choose the lot that differs."))
    return tuple(found)
