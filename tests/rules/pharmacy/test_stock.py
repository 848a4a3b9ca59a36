"""Lots, stock, the witness and the lines of the register, as tables that a pharmacist can check."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from afterglow.care.pharmacy.rules.balance import NOTHING_YET, Booked, first_wrong, taking_findings
from afterglow.care.pharmacy.rules.lots import LotFacts, lot_findings, said_until
from afterglow.care.pharmacy.rules.sealing import seal_of
from afterglow.care.pharmacy.rules.witness import witness_findings
from tests.rules.pharmacy.refusals import codes
from tests.rules.treatment.safety_table import SafetyTable

DAY = date(2026, 6, 11)

LOT_TABLE = SafetyTable(
    "Which lot may be used",
    "Up to and on the last day its label gives, and only while the clinic does not hold it back (a dash: it does not).",
    ("days to its last day", "held back because of", "refused for"),
    (
        (0, None, ()),
        (-1, None, ("lot-expired",)),
        (400, "a recall", ("lot-held-back",)),
        (-1, "a recall", ("lot-expired", "lot-held-back")),
    ),
)


@pytest.mark.parametrize(("days", "held_back", "found"), LOT_TABLE.rows)
def test_a_lot_is_used_up_to_its_last_day(days: int, held_back: str | None, found: tuple[str, ...]) -> None:
    assert codes(lot_findings(LotFacts("A1", DAY + timedelta(days=days), held_back or ""), DAY)) == found


def test_a_lot_is_spoken_of_thirty_days_before() -> None:
    assert said_until(DAY) == date(2026, 7, 11)


TAKING_TABLE = SafetyTable(
    "Taking from stock",
    "Nobody takes more of a lot than the register has in that place.",
    ("in the register", "to be taken", "refused for"),
    (
        (1, 1, ()),
        (1, 2, ("not-enough-stock",)),
        (0, 1, ("not-enough-stock",)),
        (5, 0, ("nothing-taken",)),
    ),
)


@pytest.mark.parametrize(("held", "wanted", "found"), TAKING_TABLE.rows)
def test_nobody_takes_more_than_there_is(held: int, wanted: int, found: tuple[str, ...]) -> None:
    assert codes(taking_findings(held, wanted, "vial", "Drug cupboard")) == found


WITNESS_TABLE = SafetyTable(
    "The witness",
    "Another person than the one who acts. P and T are two people; a dash: nobody.",
    ("acts", "witness", "must be witnessed", "refused for"),
    (
        ("P", "T", True, ()),
        ("P", "P", True, ("same-person",)),
        ("P", "P", False, ("same-person",)),
        ("P", None, True, ("no-witness",)),
        ("P", None, False, ()),
    ),
)


@pytest.mark.parametrize(("actor", "witness", "required", "found"), WITNESS_TABLE.rows)
def test_a_witness_is_another_person(actor: str, witness: str | None, required: bool, found: tuple[str, ...]) -> None:
    assert codes(witness_findings(ord(actor), ord(witness) if witness else None, required=required)) == found


BALANCE_TABLE = SafetyTable(
    "The running balance",
    "Each line after the first, in which 14 vials came in, must have the next number and the balance that follows. "
    "Restated: what a stock check found different from the book, once two people closed its case.",
    ("line", "received", "supplied", "restated", "balance written", "wrong"),
    (
        (2, 10, 0, 0, 24, False),
        (2, 0, 1, 0, 13, False),
        (2, 0, 0, 1, 15, False),
        (2, 0, 0, 0, 14, False),
        (2, 0, 0, 0, 13, True),
        (3, 0, 1, 0, 13, True),
        (2, 0, 15, 0, -1, True),
    ),
)


@pytest.mark.parametrize(("number", "received", "supplied", "restated", "balance", "wrong"), BALANCE_TABLE.rows)
def test_a_balance_follows_from_the_line_before(
    number: int, received: int, supplied: int, restated: int, balance: int, wrong: bool
) -> None:
    line = Booked(number, balance, received, supplied, restated)
    assert first_wrong([Booked(1, 14, received=14), line], NOTHING_YET) == (line if wrong else None)


def test_a_seal_is_of_what_is_said_not_of_how_its_time_was_written() -> None:
    """The same moment in another zone, and read back from either database, has the same seal; another key has not."""
    content = {"at": datetime(2026, 6, 11, 9, tzinfo=ZoneInfo("UTC")), "on": DAY, "of": UUID(int=1), "units": 1}
    same = {**content, "at": datetime(2026, 6, 11, 10, tzinfo=ZoneInfo("Europe/London"))}
    assert seal_of(b"key", content) == seal_of(b"key", same)
    assert seal_of(b"key", content) != seal_of(b"other", content)
    assert seal_of(b"key", content) != seal_of(b"key", {**content, "units": 2})
