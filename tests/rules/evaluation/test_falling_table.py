"""The falling table: each patient against their own baseline, every denominator there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from afterglow.ground.kernel.period import Months
from afterglow.ground.protocol.schema.outcomes import Response
from afterglow.office.evaluation.rules.falling_table import FallingTable, falling_table, paired_change
from afterglow.office.evaluation.rules.share import Share
from afterglow.office.evaluation.rules.visits import Absence, Starter
from afterglow.record.outcomes.rules.change import Scored
from tests.rules.larkfield import LARKFIELD

VISITS = (Months(3), Months(6))
WINDOW = timedelta(weeks=6)
TODAY = date(2026, 6, 11)
FOUND = LARKFIELD.outcomes.response("qids-sr16")
assert FOUND is not None
RULE: Response = FOUND


def person(baseline: int | None, at_3: int | None, at_6: int | None = None, first: date = date(2025, 1, 10)) -> Starter:
    """Somebody with scores on the days of their visits."""
    given_days = zip(VISITS, (at_3, at_6), strict=True)
    scores = tuple(Scored(visit.after(first), total) for visit, total in given_days if total is not None)
    return Starter(first, baseline, scores)


def table(*people: Starter) -> FallingTable:
    return falling_table(people, VISITS, WINDOW, RULE, TODAY)


@pytest.mark.pathway("F32")
def test_a_row_is_compared_with_the_baseline_of_its_own_patients() -> None:
    """Those who stay began at 10, those who leave at 20: against everybody's 15 the stayers would seem to gain 6."""
    found = table(person(20, None), person(20, None), person(10, 8), person(10, 10))
    at_3 = found.visits[0]
    assert (found.baseline and found.baseline.mean, found.baseline and found.baseline.n) == (15, 4)
    assert at_3.scores
    assert at_3.baseline
    assert at_3.change
    assert (at_3.scores.mean, at_3.baseline.mean, at_3.change.spread.mean) == (9, 10, -1)


@pytest.mark.pathway("F33")
def test_everybody_who_started_is_in_the_denominator() -> None:
    late = person(16, None, first=date(2026, 5, 1))
    found = table(person(18, 9), person(18, 10), person(18, None), person(None, 5), late)
    at_3 = found.visits[0]
    assert found.started == 5
    assert (at_3.of_answered, at_3.of_started) == (Share(1, 2), Share(1, 5))
    assert at_3.absent == {Absence.NOT_YET: 1, Absence.LEFT: 0, Absence.NO_ANSWER: 1}


def test_nothing_is_carried_forward() -> None:
    assert [visit.n for visit in table(person(18, 9), person(18, 9, 9)).visits] == [2, 1]


def test_an_empty_clinic_has_an_empty_table() -> None:
    found = table()
    assert (found.started, found.baseline, [visit.n for visit in found.visits]) == (0, None, [0, 0])
    assert found.visits[0].change is None


@given(st.lists(st.tuples(st.integers(0, 27), st.integers(0, 27)), min_size=2, max_size=60))
def test_the_paired_t_test_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    found = paired_change(pairs)
    assert found is not None
    differences = {score - baseline for baseline, score in pairs}
    if len(differences) == 1:
        assert (found.t, found.p) == (None, None)
        return
    expected = stats.ttest_rel([score for _, score in pairs], [baseline for baseline, _ in pairs])
    low, high = expected.confidence_interval(0.95)
    assert found.interval is not None
    assert found.p == pytest.approx(float(expected.pvalue), rel=1e-6, abs=1e-12)
    assert (found.interval.least, found.interval.most) == pytest.approx((float(low), float(high)), abs=1e-6)


def test_one_patient_has_a_change_and_no_test() -> None:
    found = paired_change([(18, 9)])
    assert found is not None
    assert (found.spread.mean, found.spread.sd, found.interval, found.p) == (-9, None, None, None)
