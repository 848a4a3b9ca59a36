"""Student's t without a dependency, against SciPy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from afterglow.ground.kernel.estimate import Summary, t_quantile, two_sided_p

SUMMARIES = st.builds(
    Summary, mean=st.floats(-1000, 1000), sd=st.floats(0.01, 1000), n=st.integers(min_value=2, max_value=5000)
)


@given(t=st.floats(-60, 60), degrees=st.floats(1, 5000))
def test_p_agrees_with_scipy(t: float, degrees: float) -> None:
    assert two_sided_p(t, degrees) == pytest.approx(2 * stats.t.sf(abs(t), degrees), rel=1e-8, abs=1e-14)


@given(probability=st.floats(0.5, 0.9999), degrees=st.floats(1, 5000))
def test_quantiles_agree_with_scipy(probability: float, degrees: float) -> None:
    assert t_quantile(probability, degrees) == pytest.approx(stats.t.ppf(probability, degrees), rel=1e-7, abs=1e-9)


@given(SUMMARIES)
def test_the_interval_agrees_with_scipy(one: Summary) -> None:
    low, high = stats.t.interval(0.95, one.n - 1, loc=one.mean, scale=one.sd / one.n**0.5)
    assert one.interval().least == pytest.approx(low, rel=1e-7, abs=1e-6)
    assert one.interval().most == pytest.approx(high, rel=1e-7, abs=1e-6)


@pytest.mark.parametrize(("sd", "n"), [(1.0, 1), (0.0, 10), (-1.0, 10)])
def test_one_person_or_no_spread_is_no_summary(sd: float, n: int) -> None:
    with pytest.raises(ValueError, match="at least two"):
        Summary(1.0, sd, n)
