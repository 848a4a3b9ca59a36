"""Welch's test, by SciPy: what the published table's p values are held against."""

from __future__ import annotations

from scipy import stats

from afterglow.ground.kernel.estimate import Summary


def welch(one: Summary, other: Summary) -> float:
    """The two-sided p for two means of different people, with unequal spread."""
    found = stats.ttest_ind_from_stats(one.mean, one.sd, one.n, other.mean, other.sd, other.n, equal_var=False)
    return float(found.pvalue)
