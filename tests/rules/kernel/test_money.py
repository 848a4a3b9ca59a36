"""Money: whole pence with a currency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.money import CurrencyMismatch, Money

PENCE = st.integers(-(10**9), 10**9)


@pytest.mark.parametrize(
    ("text", "pence", "currency", "shown"),
    [
        ("225 GBP", 22_500, "GBP", "£225"),
        ("71.25 GBP", 7_125, "GBP", "£71.25"),
        ("0 GBP", 0, "GBP", "£0"),
        ("0.05 GBP", 5, "GBP", "£0.05"),
        ("72158 GBP", 7_215_800, "GBP", "£72,158"),
        ("10 EUR", 1_000, "EUR", "EUR\u00a010"),
    ],
)
def test_a_sum_is_read_and_shown(text: str, pence: int, currency: str, shown: str) -> None:
    assert Money.parse(text) == Money(pence, currency)
    assert str(Money.parse(text)) == shown


@pytest.mark.parametrize("text", ["225", "£225", "225.5 GBP", "-1 GBP", "225 gbp", "1,956 GBP", ""])
def test_what_is_no_sum_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="225 GBP"):
        Money.parse(text)


def test_a_refund_is_money_owed_back() -> None:
    assert str(-Money(1_050)) == "-£10.50"
    assert Money(1_050) - Money(2_000) == Money(-950)


def test_two_currencies_never_meet_in_a_sum() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "GBP") + Money(1, "EUR")
    with pytest.raises(CurrencyMismatch):
        Money(1, "GBP") - Money(1, "EUR")


@given(one=PENCE, other=PENCE, count=st.integers(-1000, 1000))
def test_sums_are_exact(one: int, other: int, count: int) -> None:
    assert Money(one) + Money(other) - Money(other) == Money(one)
    assert (Money(one) + Money(other)) * count == Money(one) * count + Money(other) * count
    assert Money(one) + -Money(one) == Money(0)
