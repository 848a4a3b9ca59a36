"""A monitor that no longer measures: since when, and in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from afterglow.care.treatment.rules.signal import LIVE_FOR, is_live, signal_findings, silent_since
from afterglow.care.treatment.rules.vitals import Charted, Gap, Sign

NOW = datetime(2026, 6, 12, 10, 40, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def number(minutes: float) -> Charted:
    return Charted(Sign.OXYGEN, Decimal(97), ago(minutes))


def gap(minutes: float) -> Gap:
    return Gap(Sign.OXYGEN, "no signal", "0", ago(minutes))


# what was sent, oldest first: silent since so many minutes ago
TABLE = [
    ([], None),
    ([number(0)], None),
    ([number(2)], None),
    ([number(3)], 3),
    ([number(4), gap(3), gap(2), gap(1), gap(0)], 4),
    ([number(4), gap(3), number(1)], None),
    ([gap(5), gap(4)], 5),
    ([gap(1)], None),
]


@pytest.mark.parametrize(("sent", "minutes"), TABLE)
def test_since_when(sent: list[Charted | Gap], minutes: float | None) -> None:
    assert silent_since(sent, NOW) == (None if minutes is None else ago(minutes))


def test_all_silent_signs_make_one_caution() -> None:
    (found,) = signal_findings({Sign.OXYGEN: ago(4), Sign.PULSE: ago(3)}, NOW)
    assert found.words == "No oxygen and pulse signal for 4\u00a0min. Look at the patient, then at the sensor."
    assert found.severity.value == "caution"
    assert signal_findings({}, NOW) == ()


def test_an_old_figure_is_never_live() -> None:
    assert is_live(NOW - LIVE_FOR, NOW)
    assert not is_live(NOW - LIVE_FOR - timedelta(seconds=1), NOW)
