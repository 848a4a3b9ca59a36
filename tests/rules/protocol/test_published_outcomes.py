"""The published long-term QIDS table (F32): what its printed figures suffice for, and what they do not.

What follows from mean, SD and N at each visit: the mean's interval, its distance to the first mean, an unpaired test.
What does not follow, and is therefore never computed here:
- the change of the people still present: their own first scores are not printed, only those of all 33;
- the printed p-values: they belong to 3 to 18 months and are consistent with a paired test on the people present;
- how many responded: a mean that falls says nothing about how many halved their score;
- why N falls: the document says that some had not yet been treated that long, not how many.
"""

import pytest
from scipy import stats

from afterglow.ground.kernel.estimate import Summary, t_quantile
from tests.rules.welch import welch

BASELINE = Summary(17.5, 4.7, 33)
RESPONSE_LINE = 17.5 / 2

# months, mean, SD, N as printed; drop and its share; interval of the mean; unpaired p; p as printed (None: "<.00001").
TABLE = [
    (3, Summary(11.8, 6.0, 33), 5.7, 33, (9.7, 13.9), 6e-5, None),
    (6, Summary(10.1, 6.3, 25), 7.4, 42, (7.5, 12.7), 1e-5, None),
    (9, Summary(12.0, 6.8, 19), 5.5, 31, (8.7, 15.3), 0.0041, 0.0008),
    (12, Summary(10.7, 6.4, 13), 6.8, 39, (6.8, 14.6), 0.0028, 0.0198),
    (15, Summary(11.2, 5.4, 12), 6.3, 36, (7.8, 14.6), 0.0022, 0.0058),
    (18, Summary(9.2, 5.2, 8), 8.3, 47, (4.9, 13.5), 0.0021, 0.0251),
]
VISITS = pytest.mark.parametrize(
    ("months", "visit", "drop", "share", "interval", "unpaired", "printed"),
    TABLE,
    ids=[f"{row[0]} months" for row in TABLE],
)


def same_digits(value: float, printed: float) -> bool:
    """Whether a value rounds to what is printed with so many leading digits."""
    return float(f"{value:.1e}") == printed or float(f"{value:.0e}") == printed


@VISITS
def test_the_distance_to_the_first_mean(
    months: int, visit: Summary, drop: float, share: int, interval: object, unpaired: float, printed: float | None
) -> None:
    assert round(BASELINE.mean - visit.mean, 1) == drop
    assert round(100 * (BASELINE.mean - visit.mean) / BASELINE.mean) == share


@VISITS
def test_the_interval_of_the_mean(
    months: int,
    visit: Summary,
    drop: float,
    share: int,
    interval: tuple[float, float],
    unpaired: float,
    printed: object,
) -> None:
    found = visit.interval()
    assert (round(found.least, 1), round(found.most, 1)) == interval
    low, high = stats.t.interval(0.95, visit.n - 1, loc=visit.mean, scale=visit.sd / visit.n**0.5)
    assert (found.least, found.most) == pytest.approx((low, high))


@VISITS
def test_an_unpaired_test_of_the_printed_figures(
    months: int, visit: Summary, drop: float, share: int, interval: object, unpaired: float, printed: float | None
) -> None:
    found = welch(BASELINE, visit)
    assert same_digits(found, unpaired)
    oracle = stats.ttest_ind_from_stats(17.5, 4.7, 33, visit.mean, visit.sd, visit.n, equal_var=False)
    assert found == pytest.approx(float(oracle.pvalue))


@VISITS
def test_the_printed_p_is_not_that_of_an_unpaired_test(
    months: int, visit: Summary, drop: float, share: int, interval: object, unpaired: float, printed: float | None
) -> None:
    if printed is None:
        assert unpaired >= 1e-5
    else:
        assert not 0.5 < welch(BASELINE, visit) / printed < 2


@pytest.mark.parametrize(("months", "implied"), [(9, 4.02), (12, 2.69), (15, 3.41), (18, 2.84)])
def test_the_t_that_a_paired_test_would_have_had(months: int, implied: float) -> None:
    visit, printed = next((row[1], row[6]) for row in TABLE if row[0] == months)
    assert printed is not None
    assert round(t_quantile(1 - printed / 2, visit.n - 1), 2) == implied


def test_at_twelve_months_only_each_persons_own_first_score_explains_the_printed_p() -> None:
    twelve = TABLE[3]
    assert twelve[6] is not None
    assert 6 < twelve[6] / welch(BASELINE, twelve[1]) < 8


def test_no_mean_reaches_the_line_of_response_although_every_p_is_below_a_twentieth() -> None:
    assert all(visit.mean > RESPONSE_LINE for _, visit, *_ in TABLE)
    assert all(printed is None or printed < 0.05 for *_, printed in TABLE)


def test_n_falls_and_never_rises() -> None:
    counts = [BASELINE.n, *(visit.n for _, visit, *_ in TABLE)]
    assert counts == [33, 33, 25, 19, 13, 12, 8]
    assert counts == sorted(counts, reverse=True)
