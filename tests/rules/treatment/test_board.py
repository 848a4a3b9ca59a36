"""What the wall may show of a name, and which bay comes first."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from afterglow.care.treatment.rules.board import Names, Need, board_name, need_of
from afterglow.care.treatment.rules.pushed import Look, pushed
from afterglow.care.treatment.rules.vitals import Reading, Sign, chart
from afterglow.ground.kernel.finding import Finding, Severity
from tests.rules.larkfield import LARKFIELD

NOW = datetime(2026, 6, 11, 10, 0, tzinfo=UTC)
STOP = Finding("pulse-stop", Severity.STOP, "Stop.", "default")
CAUTION = Finding("pressure-raised", Severity.CAUTION, "Look.", "default")
LATE = Finding("reading-late", Severity.CAUTION, "Late.", "default")
INFO = Finding("said", Severity.INFO, "Said.", "default")


@pytest.mark.parametrize(
    ("first", "family", "how", "shown"),
    [
        ("Maya", "Okonjo", "first-name-and-initial", "Maya O."),
        ("Tomasz", "Wiśniewski", "first-name-and-initial", "Tomasz W."),
        ("Suharto", "Suharto", "first-name-and-initial", "Suharto"),
        ("Maya", "", "first-name-and-initial", "Maya"),
        ("Maya", "Okonjo", "initials", "M. O."),
        ("美", "李", "initials", "美. 李."),
        ("Maya", "Okonjo", "bay-only", "Patient"),
    ],
)
def test_a_name_on_the_wall(first: str, family: str, how: Names, shown: str) -> None:
    assert board_name(first, family, how) == shown


@pytest.mark.parametrize(
    ("found", "need"),
    [
        ([], Need.NOTHING),
        ([(INFO, False)], Need.NOTHING),
        ([(CAUTION, False)], Need.LOOK),
        ([(LATE, False)], Need.NOW),
        ([(STOP, False)], Need.NOW),
        ([(STOP, True)], Need.SEEN),  # seen, it stays
        ([(STOP, True), (CAUTION, False)], Need.LOOK),  # and never silences the next
    ],
)
def test_how_much_a_bay_needs_somebody(found: list[tuple[Finding, bool]], need: Need) -> None:
    assert need_of(found) is need


@pytest.mark.parametrize(
    ("sign", "value", "shown", "look"),
    [
        (Sign.PULSE, "72.4", "72", Look.WITHIN),
        (Sign.PULSE, "0", "", Look.GAP),
        (Sign.PULSE, "600", "", Look.GAP),
        (Sign.PULSE, "170", "170", Look.RAISED),
        (Sign.OXYGEN, "97.5", "98", Look.WITHIN),
        (Sign.OXYGEN, "91", "91", Look.RAISED),
        (Sign.OXYGEN, "85", "85", Look.RAISED),
    ],
)
def test_one_reading_is_pushed_with_how_it_stands(sign: Sign, value: str, shown: str, look: Look) -> None:
    (one,) = pushed([chart(Reading(sign, Decimal(value), NOW))], LARKFIELD.limits)
    assert (one.value, one.look) == (shown, look)


def test_a_lower_oxygen_target_is_kept_to() -> None:
    measured = [chart(Reading(Sign.OXYGEN, Decimal(90), NOW))]
    limits = LARKFIELD.limits
    assert pushed(measured, limits)[0].look is Look.RAISED
    assert limits.oxygen.lower_target is not None
    assert pushed(measured, limits, lower_oxygen_target=True)[0].look is Look.WITHIN
