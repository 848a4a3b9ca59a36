"""The printed long-term table (F32): what follows from its means, deviations and numbers, and what does not."""

from __future__ import annotations

from math import sqrt

import pytest
from scipy import stats

from afterglow.ground.kernel.estimate import Summary, t_quantile
from afterglow.office.evaluation.rules.share import Share
from tests.rules.welch import welch

BASELINE = Summary(17.5, 4.7, 33)
AT_MONTH = {
    3: Summary(11.8, 6.0, 33),
    6: Summary(10.1, 6.3, 25),
    9: Summary(12.0, 6.8, 19),
    12: Summary(10.7, 6.4, 13),
    15: Summary(11.2, 5.4, 12),
    18: Summary(9.2, 5.2, 8),
}
PRINTED_P = {9: 0.0008, 12: 0.0198, 15: 0.0058, 18: 0.0251}


@pytest.mark.pathway("F32")
@pytest.mark.parametrize(
    ("month", "least", "most"),
    [(3, 9.7, 13.9), (6, 7.5, 12.7), (9, 8.7, 15.3), (12, 6.8, 14.6), (15, 7.8, 14.6), (18, 4.9, 13.5)],
)
def test_the_interval_of_each_mean_follows(month: int, least: float, most: float) -> None:
    found = AT_MONTH[month].interval()
    assert (round(found.least, 1), round(found.most, 1)) == (least, most)


@pytest.mark.parametrize(("month", "percent"), [(3, 33), (6, 42), (9, 31), (12, 39), (15, 36), (18, 47)])
def test_the_fall_of_the_means_follows_and_none_reaches_half(month: int, percent: int) -> None:
    fall = round((BASELINE.mean - AT_MONTH[month].mean) / BASELINE.mean * 100)
    assert fall == percent
    assert fall < 50


@pytest.mark.parametrize(
    ("month", "p"), [(3, 6.4e-5), (6, 1.3e-5), (9, 0.0041), (12, 0.0028), (15, 0.0022), (18, 0.0021)]
)
def test_an_unpaired_test_of_the_summaries_follows(month: int, p: float) -> None:
    assert welch(AT_MONTH[month], BASELINE) == pytest.approx(p, rel=0.02)


@pytest.mark.parametrize(("month", "smaller"), [(9, True), (12, False), (15, False), (18, False)])
def test_the_printed_p_do_not_follow(month: int, smaller: bool) -> None:
    """None is within a factor of two of the unpaired test, and they err in both directions."""
    ratio = PRINTED_P[month] / welch(AT_MONTH[month], BASELINE)
    assert (ratio < 0.5) if smaller else (ratio > 2)


@pytest.mark.parametrize(("month", "t"), [(9, 4.02), (12, 2.69), (15, 3.41), (18, 2.84)])
def test_a_paired_test_would_need_this_t(month: int, t: float) -> None:
    """And so this deviation of the changes, which the table does not print."""
    n = AT_MONTH[month].n
    found = t_quantile(1 - PRINTED_P[month] / 2, n - 1)
    assert found == pytest.approx(t, abs=0.005)
    sd_of_changes = (BASELINE.mean - AT_MONTH[month].mean) * sqrt(n) / found
    assert 2 * stats.t.sf(found, n - 1) == pytest.approx(PRINTED_P[month], rel=1e-6)
    assert sd_of_changes > 0


@pytest.mark.pathway("F33")
@pytest.mark.parametrize("percent", [49])
def test_the_printed_disposition_is_not_of_the_33_in_the_table(percent: int) -> None:
    assert [part for part in range(34) if Share(part, 33).percent == percent] == []
