"""The pump's rate: down by those the direction names, up only to what two people checked since."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.treatment.rules.rate import RateNow, rate_findings, starting_rate_findings
from afterglow.ground.kernel.quantity import Rate
from tests.rules.treatment.safety_table import SafetyTable

CHECKED = Rate.of("52.5")

RATE_TABLE = SafetyTable(
    "Changing the rate of an infusion",
    "Two people checked 52.5 mL/h. Down by those the direction names; up only to what two people checked since, "
    "or where the treatment begins slowly. Nobody goes past it.",
    ("wanted, mL/h", "runs at", "checked since", "begins slowly", "may slow", "held back by"),
    (
        ("30", "52.5", False, False, True, None),
        ("30", "52.5", False, False, False, "may-not-slow"),
        ("52.5", "52.5", True, True, True, "rate-same"),
        ("0", "52.5", False, False, True, "rate-nothing"),
        ("52.5", "30", False, False, True, "rate-raised"),
        ("52.5", "30", True, False, True, None),
        ("52.5", "30", False, True, True, None),
        ("52.51", "30", True, True, True, "rate-raised"),
        ("40", "30", False, False, True, "rate-raised"),
        ("40", "30", True, False, False, None),
    ),
)


@pytest.mark.parametrize(("wanted", "current", "since", "slowly", "may_slow", "code"), RATE_TABLE.rows)
def test_a_new_rate(wanted: str, current: str, since: bool, slowly: bool, may_slow: bool, code: str | None) -> None:
    now = RateNow(Rate.of(current), CHECKED, since, slowly)
    found = rate_findings(Rate.of(wanted), now, may_slow)
    assert [one.code for one in found] == ([code] if code else [])
    assert all(one.interlock for one in found)


@given(st.integers(1, 200_000), st.integers(1, 200_000), st.booleans(), st.booleans())
def test_nothing_ever_rises_above_what_was_checked(wanted: int, current: int, since: bool, slowly: bool) -> None:
    found = rate_findings(Rate(wanted), RateNow(Rate(current), CHECKED, since, slowly), may_slow=True)
    if wanted > max(current, CHECKED.units):
        assert [one.code for one in found] == ["rate-raised"]


START_TABLE = SafetyTable(
    "The rate an infusion starts at",
    "Two people checked 52.5 mL/h.",
    ("wanted, mL/h", "begins slowly", "held back by"),
    (
        ("52.5", False, None),
        ("52.5", True, None),
        ("20", True, None),
        ("20", False, "rate-not-checked"),
        ("0", True, "rate-not-checked"),
        ("53", True, "rate-raised"),
        ("53", False, "rate-raised"),
    ),
)


@pytest.mark.parametrize(("wanted", "slowly", "code"), START_TABLE.rows)
def test_a_rate_to_start_at(wanted: str, slowly: bool, code: str | None) -> None:
    found = starting_rate_findings(Rate.of(wanted), CHECKED, slowly)
    assert [one.code for one in found] == ([code] if code else [])
