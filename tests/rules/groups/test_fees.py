"""What a date of an event costs, as a professional reads it before signing up."""

from __future__ import annotations

import pytest

from afterglow.care.groups.rules.fees import fee_words
from afterglow.ground.kernel.money import Money


@pytest.mark.parametrize(
    ("pence", "percent", "words"),
    [
        (3_000, 20, "£30 (£25 and £5 VAT at 20\u00a0%)"),
        (9_999, 20, "£99.99 (£83.32 and £16.67 VAT at 20\u00a0%)"),
        (3_000, None, "£30 (exempt from VAT)"),
        (0, 20, "free"),
    ],
)
def test_the_whole_and_the_tax_within_it(pence: int, percent: int | None, words: str) -> None:
    assert fee_words(Money(pence), percent) == words
