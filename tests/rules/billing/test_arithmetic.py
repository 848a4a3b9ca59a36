"""Money never appears and never gets lost: settling, statements, tax and the month's end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.vat import vat_within
from afterglow.office.billing.rules.crediting import vat_let_off
from afterglow.office.billing.rules.month_end import Totals, month_end
from afterglow.office.billing.rules.references import LENGTH, reference_from
from afterglow.office.billing.rules.settling import Due, Received, settle
from afterglow.office.billing.rules.statement import Movement, statement

PENCE = st.integers(0, 200_000)
ABOUT = st.sampled_from(["", "", "a", "b"])
DUES = st.lists(st.tuples(PENCE, ABOUT), max_size=8)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pence", "percent", "vat"),
    [
        (9_000, 20, 1_500),
        (22_500, None, 0),
        (1, 20, 0),
        (3, 20, 1),  # half a penny goes up
        (99, 20, 17),
        (10_500, 5, 500),
        (0, 20, 0),
    ],
)
def test_tax_within_a_price(pence: int, percent: int | None, vat: int) -> None:
    assert vat_within(pence, percent) == vat


@given(st.integers(0, 10_000_000), st.integers(1, 100))
def test_tax_is_rounded_as_decimal_arithmetic_rounds_it(pence: int, percent: int) -> None:
    exact = Decimal(pence) * percent / (100 + percent)
    assert vat_within(pence, percent) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(DUES, DUES)
def test_settling_neither_makes_nor_loses_a_penny(dues: list[tuple[int, str]], money: list[tuple[int, str]]) -> None:
    owed = [Due(number, pence, about) for number, (pence, about) in enumerate(dues)]
    received = [Received(number, pence, about) for number, (pence, about) in enumerate(money)]
    found = settle(owed, received)
    assert found.kept + found.owed_in_all == sum(due.pence for due in owed)
    assert found.kept + found.left_in_all == sum(one.pence for one in received)
    assert min([*found.owed.values(), *found.left.values(), 0]) == 0
    assert all(share.pence > 0 for share in found.shares)


@given(DUES, DUES)
def test_money_for_one_thing_pays_for_nothing_else(dues: list[tuple[int, str]], money: list[tuple[int, str]]) -> None:
    owed = {number: Due(number, pence, about) for number, (pence, about) in enumerate(dues)}
    received = {number: Received(number, pence, about) for number, (pence, about) in enumerate(money)}
    found = settle(list(owed.values()), list(received.values()))
    for share in found.shares:
        about = received[share.received].about
        assert not about or owed[share.due].about == about
    free = sum(found.left[one.number] for one in received.values() if not one.about)
    assert free == 0 or found.owed_in_all == 0, "money that is free never lies beside a debt"


def test_the_oldest_charge_is_paid_first() -> None:
    found = settle([Due(1, 22_500), Due(2, 22_500)], [Received(1, 30_000)])
    assert found.owed == {1: 0, 2: 15_000}


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(-50_000, 50_000)), max_size=20))
def test_a_statement_ends_with_the_sum_of_its_movements(movements: list[tuple[int, int]]) -> None:
    lines = statement([Movement(BEGAN + timedelta(hours=at), "x", pence) for at, pence in movements], "GBP")
    ends = lines[-1].balance if lines else Money(0)
    assert ends == Money(sum(pence for _, pence in movements))
    assert [line.movement.at for line in lines] == sorted(line.movement.at for line in lines)


TOTALS = st.builds(Totals, *(st.integers(0, 10_000) for _ in Totals.__dataclass_fields__))


@given(TOTALS, TOTALS)
def test_a_month_is_what_lies_between_two_moments(before: Totals, month: Totals) -> None:
    assert month_end(before, before + month).month == month


@given(st.integers(1, 100_000), st.sampled_from([None, 5, 20]), st.lists(st.integers(1, 50_000), max_size=5))
def test_credit_notes_take_back_the_tax_to_the_penny(charged: int, percent: int | None, steps: list[int]) -> None:
    """However it is let off: what is invoiced less what is credited holds the tax of what is left."""
    before = credited = 0
    for asked in steps:
        more = min(asked, charged - before)
        vat = vat_let_off(charged, percent, before=before, more=more)
        assert 0 <= vat <= more
        before, credited = before + more, credited + vat
    assert vat_within(charged, percent) - credited == vat_within(charged - before, percent)


@pytest.mark.parametrize(
    ("charged", "percent", "before", "more", "vat"),
    [
        (3_000, 20, 0, 3_000, 500),
        (3_000, 20, 0, 1_000, 167),
        (3_000, 20, 1_000, 1_000, 166),  # the penny that was rounded up before
        (3_000, 20, 2_000, 1_000, 167),
        (22_500, None, 0, 22_500, 0),  # medical care is exempt
    ],
)
def test_tax_on_a_credit_note(charged: int, percent: int | None, before: int, more: int, vat: int) -> None:
    assert vat_let_off(charged, percent, before=before, more=more) == vat


def test_a_paper_that_is_missing_shows() -> None:
    lost = Totals(charged=3_000, vat=500, given_back=3_000, vat_given_back=500, invoiced=3_000, vat_invoiced=500)
    assert (lost.missing_on_paper, lost.tax_missing_on_paper) == (-3_000, -500)
    assert not month_end(Totals(), lost).balances
    assert month_end(Totals(), lost + Totals(credited=3_000, vat_credited=500)).balances


def test_a_penny_that_is_not_found_shows() -> None:
    lost = month_end(Totals(), Totals(money_in=1_000, kept=999, charged=1_000, unpaid=0))
    assert not lost.balances
    assert (lost.month.difference, lost.month.unaccounted) == (1, 1)


@given(st.integers(0, 32**LENGTH - 1))
def test_a_reference_says_nothing_and_can_be_read_aloud(number: int) -> None:
    reference = reference_from(number)
    assert len(reference) == 14
    assert not set(reference) & set("ILOU")
