"""Shares with their denominators, and counts too small to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from afterglow.office.evaluation.rules.share import Share
from afterglow.office.evaluation.rules.small_cells import shown_counts

SHARES = st.integers(1, 1500).flatmap(lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole)))


@given(SHARES)
def test_the_interval_agrees_with_scipy(share: Share) -> None:
    expected = binomtest(share.part, share.whole).proportion_ci(0.95, method="exact")
    found = share.interval()
    assert (found.least, found.most) == pytest.approx((float(expected.low), float(expected.high)), abs=1e-7)


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 7, 0), (1, 3, 33), (1, 2, 50), (1, 8, 13), (2, 3, 67), (7, 7, 100), (0, 0, None)]
)
def test_percent_is_whole_and_says_nothing_of_nobody(part: int, whole: int, percent: int | None) -> None:
    assert Share(part, whole).percent == percent


def test_a_part_is_never_larger_than_its_whole() -> None:
    with pytest.raises(ValueError, match="never larger"):
        Share(4, 3)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((10, 20, 30), (10, 20, 30)),
        ((0, 20, 30), (0, 20, 30)),  # nobody can be pointed at in an empty group
        ((3, 4, 30), (None, None, 30)),  # two hidden: only their sum can be worked out
        ((3, 20, 30), (None, None, 30)),  # one alone could be worked out, so the next smallest goes too
        ((5, 20, 30), (5, 20, 30)),
        ((4, 0, 0), (None, 0, 0)),  # the whole is that small itself
        ((), ()),
    ],
)
def test_small_counts_and_what_would_give_them_away_are_hidden(
    counts: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    assert shown_counts(counts, 5) == shown


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_no_small_count_can_be_worked_out_from_the_total(counts: list[int]) -> None:
    hidden = [count for count, shown in zip(counts, shown_counts(counts, 5), strict=True) if shown is None]
    assert not any(0 < count < 5 for count in counts if count not in hidden)
    assert len(hidden) != 1 or sum(counts) == hidden[0]
