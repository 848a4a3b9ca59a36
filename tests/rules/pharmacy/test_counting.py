"""The count by two people, and how a difference is brought to its end, as tables that a pharmacist can check."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afterglow.care.pharmacy.rules.counting import Outcome, count_due, outcome, second_findings
from afterglow.care.pharmacy.rules.discrepancy import (
    ENDS,
    ENTRY_WRONG,
    FOUND_AGAIN,
    NOT_EXPLAINED,
    SPILT,
    Closing,
    closing_findings,
    ends_of_a_rest,
)
from tests.rules.pharmacy.refusals import codes
from tests.rules.treatment.safety_table import SafetyTable

COUNT_TABLE = SafetyTable(
    "Counting the stock",
    "Two people count apart and see neither each other’s number nor the book’s (NICE NG46). Where both differ from the "
    "book a case is opened and the balance stays; where they differ from each other both count again.",
    ("first count", "second count", "book", "outcome"),
    (
        (19, 19, 19, Outcome.AGREES),
        (22, 22, 21, Outcome.DIFFERS),
        (18, 18, 19, Outcome.DIFFERS),
        (19, 18, 19, Outcome.AGAIN),
        (0, 0, 0, Outcome.AGREES),
    ),
)


@pytest.mark.parametrize(("first", "second", "book", "found"), COUNT_TABLE.rows)
def test_how_a_count_comes_out(first: int, second: int, book: int, found: Outcome) -> None:
    assert outcome(first, second, book) is found


def test_stock_is_counted_every_week() -> None:
    assert count_due(date(2026, 6, 11), timedelta(weeks=1)) == date(2026, 6, 18)


SECOND_TABLE = SafetyTable(
    "The second count",
    "By other eyes, and of the same stock (NICE NG46).",
    ("the same person", "stock moved since the first", "refused for"),
    (
        (True, True, ("same-person",)),
        (True, False, ("same-person",)),
        (False, True, ("moved-since-first-count",)),
        (False, False, ()),
    ),
)


@pytest.mark.parametrize(("same_person", "moved", "found"), SECOND_TABLE.rows)
def test_a_second_count_is_by_other_eyes_and_of_the_same_stock(
    same_person: bool, moved: bool, found: tuple[str, ...]
) -> None:
    assert codes(second_findings(same_person=same_person, moved_since=moved)) == found


COUNT_CASE_TABLE = SafetyTable(
    "Closing a case about a count",
    "Nothing is adjusted to fit. A loss that nobody can explain is told to the accountable officer first (NICE NG46); "
    "a wrong entry is named, and gets a dated note (Misuse of Drugs Regulations 2001, 20). A dash: no line restates "
    "the stock.",
    ("how it ended", "officer told", "counted again", "entry named", "left of the lot then", "refused for"),
    (
        (ENTRY_WRONG, False, False, True, 4, ()),
        (ENTRY_WRONG, False, False, False, 4, ("no-entry-named",)),
        (ENTRY_WRONG, False, False, True, -1, ("lot-too-few",)),
        (NOT_EXPLAINED, False, False, True, 4, ("officer-not-told",)),
        (NOT_EXPLAINED, True, False, True, 4, ()),
        (FOUND_AGAIN, False, False, False, None, ("not-counted-again",)),
        (FOUND_AGAIN, False, True, False, None, ()),
        (SPILT, True, False, True, None, ("no-such-end",)),
    ),
)


@pytest.mark.parametrize(("end", "told", "again", "named", "held", "found"), COUNT_CASE_TABLE.rows)
def test_what_holds_back_the_closing_of_a_case_about_a_count(
    end: str, told: bool, again: bool, named: bool, held: int | None, found: tuple[str, ...]
) -> None:
    assert codes(closing_findings(Closing(end, told, again, named, held, ENDS))) == found


REST_CASE_TABLE = SafetyTable(
    "Closing a case about what was left of a draw",
    "What was destroyed is never found again, and only less than what must be left can have been spilt. In each of "
    "these cases the entry was named.",
    ("how it ended", "officer told", "measured less what must be left, in µg", "refused for"),
    (
        (SPILT, False, -500, ("officer-not-told",)),
        (SPILT, True, -500, ()),
        (SPILT, True, 500, ("no-such-end",)),
        (FOUND_AGAIN, True, -500, ("no-such-end",)),
        (NOT_EXPLAINED, False, -500, ("officer-not-told",)),
        (NOT_EXPLAINED, True, 500, ()),
        (ENTRY_WRONG, False, -500, ()),
    ),
)


@pytest.mark.parametrize(("end", "told", "difference", "found"), REST_CASE_TABLE.rows)
def test_what_holds_back_the_closing_of_a_case_about_a_rest(
    end: str, told: bool, difference: int, found: tuple[str, ...]
) -> None:
    for again in (False, True):
        assert codes(closing_findings(Closing(end, told, again, True, None, ends_of_a_rest(difference)))) == found
