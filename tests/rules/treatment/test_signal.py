"""A monitor that no longer measures: since when, and in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from afterglow.care.treatment.rules.signal import LIVE_FOR, is_live, signal_findings, silent_since
from afterglow.care.treatment.rules.vitals import Charted, Gap, Sign
from tests.rules.treatment.safety_table import SafetyTable

NOW = datetime(2026, 6, 12, 10, 40, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def sent(words: str) -> Charted | Gap:
    """``97 at -4`` or ``gap at -3``."""
    value, _, minutes = words.partition(" at -")
    at = ago(float(minutes))
    return Gap(Sign.OXYGEN, "no signal", "0", at) if value == "gap" else Charted(Sign.OXYGEN, Decimal(value), at)


SIGNAL_TABLE = SafetyTable(
    "A sensor that no longer measures",
    "A monitor's value counts as live for 2 minutes. What was sent, oldest first, with its minute before now.",
    ("sent", "silent for so many minutes"),
    (
        ((), None),
        (("97 at -0",), None),
        (("97 at -2",), None),
        (("97 at -3",), 3),
        (("97 at -4", "gap at -3", "gap at -2", "gap at -1", "gap at -0"), 4),
        (("97 at -4", "gap at -3", "97 at -1"), None),
        (("gap at -5", "gap at -4"), 5),
        (("gap at -1",), None),
    ),
)


@pytest.mark.parametrize(("words", "minutes"), SIGNAL_TABLE.rows)
def test_since_when(words: tuple[str, ...], minutes: float | None) -> None:
    assert silent_since([sent(one) for one in words], NOW) == (None if minutes is None else ago(minutes))


def test_all_silent_signs_make_one_caution() -> None:
    (found,) = signal_findings({Sign.OXYGEN: ago(4), Sign.PULSE: ago(3)}, NOW)
    assert found.words == "No oxygen and pulse signal for 4\u00a0min. Look at the patient, then at the sensor."
    assert found.severity.value == "caution"
    assert signal_findings({}, NOW) == ()


def test_an_old_figure_is_never_live() -> None:
    assert is_live(NOW - LIVE_FOR, NOW)
    assert not is_live(NOW - LIVE_FOR - timedelta(seconds=1), NOW)
