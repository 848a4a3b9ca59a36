"""No new reading for so many minutes: said where a monitor was sending, as the protocol says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from afterglow.care.treatment.rules.signal import quiet_findings
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable

NOW = datetime(2026, 6, 11, 10, 0, tzinfo=UTC)
FIVE = timedelta(minutes=5)

QUIET_TABLE = SafetyTable(
    "No new reading for so many minutes",
    "A caution from the protocol's minute on (here 5), once a monitor has sent something. Where nothing was ever "
    "taken, or readings are typed only, the schedule says what is late.",
    ("minutes since the last reading", "from a monitor", "said"),
    (
        (None, True, False),
        (0, True, False),
        (4.9, True, False),
        (5, True, True),
        (12, True, True),
        (12, False, False),
    ),
)


@pytest.mark.parametrize(("since", "from_monitor", "said"), QUIET_TABLE.rows)
def test_it_is_said_from_the_protocols_minute_on(since: float | None, from_monitor: bool, said: bool) -> None:
    last = None if since is None else NOW - timedelta(minutes=since)
    found = quiet_findings(last, from_monitor, NOW, FIVE, "default")
    assert [one.code for one in found] == (["no-new-reading"] if said else [])


def test_it_says_for_how_long_and_what_to_look_at_first() -> None:
    (found,) = quiet_findings(NOW - timedelta(minutes=7), True, NOW, FIVE, "default")
    assert found.words == "No new reading for 7\u00a0min. Look at the patient, then at the monitor."


def test_a_protocol_without_a_limit_says_nothing() -> None:
    assert quiet_findings(NOW - timedelta(hours=2), True, NOW, None, "default") == ()


def test_larkfield_says_it_after_five_minutes_by_both_routes() -> None:
    observations = LARKFIELD.observations
    assert {route: one.quiet_after for route, one in observations.items()} == {"intravenous": FIVE, "nasal": FIVE}
