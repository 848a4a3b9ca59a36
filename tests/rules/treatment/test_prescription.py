"""A prescription taken home: particulars in words and figures, 28 days valid, 30 days' supply at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.treatment.rules.prescription import (
    Person,
    Wanted,
    particulars,
    prescription_findings,
    total_of,
    valid_until,
)
from afterglow.care.treatment.rules.spelling import spelled
from afterglow.ground.kernel.quantity import Dose, Strength
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable

ORAL = LARKFIELD.treatment("oral")
RULE = ORAL.take_home
assert RULE is not None
STRONG = Strength.parse("50 mg/mL")
WEEKLY = Wanted(Dose.parse("70 mg"), every_days=7, doses=4, on=date(2026, 6, 12))
MAYA = Person("Maya Okonjo", "3 Mill Lane, Northshire", "999 000 1006")
HANNAH = Person("Dr Hannah Brandt", "Larkfield Clinic, 1 Orchard Way", "123456")

SUPPLY_TABLE = SafetyTable(
    "Take-home prescription: at most 30 days’ supply",
    "Doses, and the days from one to the next (NICE NG46). Every stop is the law’s: nobody goes past it.",
    ("every so many days", "doses", "held back by"),
    (
        (7, 4, None),
        (7, 5, "supply-too-long"),
        (1, 30, None),
        (1, 31, "supply-too-long"),
        (30, 1, None),
        (7, 0, "nothing-prescribed"),
        (0, 4, "nothing-prescribed"),
    ),
)

VALID_TABLE = SafetyTable(
    "Take-home prescription: valid for 28 days",
    "The day of signing is the first of the 28 (Misuse of Drugs Regulations 2001, regulation 16).",
    ("signed", "last day"),
    (("2026-06-12", "2026-07-09"), ("2026-02-01", "2026-02-28"), ("2027-12-10", "2028-01-06")),
)

SPELLED_TABLE = SafetyTable(
    "Numbers in words",
    "As they stand on a prescription beside the figures.",
    ("figures", "words"),
    (
        ("0", "zero"),
        ("7", "seven"),
        ("14", "fourteen"),
        ("28", "twenty-eight"),
        ("70", "seventy"),
        ("100", "one hundred"),
        ("140", "one hundred and forty"),
        ("1.4", "one point four"),
        ("5.60", "five point six"),
        ("0.05", "zero point zero five"),
        ("250", "two hundred and fifty"),
        ("1005", "one thousand and five"),
        ("1500", "one thousand five hundred"),
        ("12017", "twelve thousand and seventeen"),
        ("999999", "nine hundred and ninety-nine thousand nine hundred and ninety-nine"),
    ),
)


@pytest.mark.parametrize(("every", "doses", "code"), SUPPLY_TABLE.rows)
@pytest.mark.pathway("F19")
def test_no_more_than_thirty_days_are_supplied(every: int, doses: int, code: str | None) -> None:
    found = prescription_findings(replace(WEEKLY, every_days=every, doses=doses), MAYA, HANNAH, RULE)
    assert [one.code for one in found] == ([code] if code else [])
    assert all(one.interlock for one in found)


@pytest.mark.parametrize(("signed", "last"), VALID_TABLE.rows)
def test_the_last_day_on_which_it_may_be_dispensed(signed: str, last: str) -> None:
    assert valid_until(replace(WEEKLY, on=date.fromisoformat(signed)), RULE) == date.fromisoformat(last)


@pytest.mark.parametrize(("figures", "words"), SPELLED_TABLE.rows)
def test_numbers_in_words(figures: str, words: str) -> None:
    assert spelled(Decimal(figures)) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_what_is_not_spelled(number: int) -> None:
    with pytest.raises(ValueError, match="not spelled"):
        spelled(number)


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_two_numbers_never_share_their_words(one: int, other: int) -> None:
    assert (spelled(one) == spelled(other)) is (one == other)


@pytest.mark.parametrize(
    ("patient", "prescriber", "code"),
    [
        (replace(MAYA, address=" "), HANNAH, "no-patient-address"),
        (MAYA, replace(HANNAH, number=""), "no-prescriber-number"),
    ],
)
def test_what_the_law_wants_on_it_is_there(patient: Person, prescriber: Person, code: str) -> None:
    assert [one.code for one in prescription_findings(WEEKLY, patient, prescriber, RULE)] == [code]


def test_every_particular_in_words_and_figures() -> None:
    shown = dict(particulars(WEEKLY, "Ketamine", STRONG, MAYA, HANNAH, RULE))
    assert shown["Patient"] == "Maya Okonjo, 3 Mill Lane, Northshire"
    assert shown["Drug, form and strength"] == (
        "Ketamine oral solution, fifty milligrams in one millilitre (50\u00a0mg/mL)"
    )
    assert shown["Dose"] == (
        "seventy milligrams (70\u00a0mg), which is one point four millilitres (1.4\u00a0mL), by mouth, "
        "every seven (7) days"
    )
    assert shown["Number of doses"] == "four (4)"
    assert shown["Total quantity"] == "five point six millilitres (5.6\u00a0mL)"
    assert shown["To be dispensed no later than"] == "9 July 2026"
    assert shown["Prescriber number"] == "123456"


@given(st.integers(1, 250), st.integers(1, 30))
def test_the_total_is_what_the_doses_add_up_to(dose: int, doses: int) -> None:
    single = total_of(Wanted(Dose.of(dose), 1, 1, WEEKLY.on), STRONG)
    assert total_of(Wanted(Dose.of(dose), 1, doses, WEEKLY.on), STRONG).units == doses * single.units
    assert single.units * 50 == dose * 1_000
