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
from tests.rules.treatment.safety_table import SafetyTable

NOW = datetime(2026, 6, 11, 10, 0, tzinfo=UTC)
STOP = Finding("pulse-stop", Severity.STOP, "Stop.", "default")
CAUTION = Finding("pressure-raised", Severity.CAUTION, "Look.", "default")
LATE = Finding("reading-late", Severity.CAUTION, "Late.", "default")
INFO = Finding("said", Severity.INFO, "Said.", "default")


NAME_TABLE = SafetyTable(
    "A name on a shared screen",
    "As the clinic’s protocol has it.",
    ("first name", "family name", "the protocol says", "shown"),
    (
        ("Maya", "Okonjo", "first-name-and-initial", "Maya O."),
        ("Tomasz", "Wiśniewski", "first-name-and-initial", "Tomasz W."),
        ("Suharto", "Suharto", "first-name-and-initial", "Suharto"),
        ("Maya", None, "first-name-and-initial", "Maya"),
        ("Maya", "Okonjo", "initials", "M. O."),
        ("美", "李", "initials", "美. 李."),
        ("Maya", "Okonjo", "bay-only", "Patient"),
    ),
)


@pytest.mark.parametrize(("first", "family", "how", "shown"), NAME_TABLE.rows)
def test_a_name_on_the_wall(first: str, family: str | None, how: Names, shown: str) -> None:
    assert board_name(first, family or "", how) == shown


FOUND = {
    "something only said": (INFO, False),
    "a caution": (CAUTION, False),
    "a caution that was seen": (CAUTION, True),
    "a late reading": (LATE, False),
    "a stop": (STOP, False),
    "a stop that was seen": (STOP, True),
}
NEEDS = {
    "now": Need.NOW,
    "to be looked at": Need.LOOK,
    "seen, and not gone": Need.SEEN,
    "nothing": Need.NOTHING,
}

NEED_TABLE = SafetyTable(
    "How much a bay needs somebody",
    "A stop limit or a late reading comes first. Saying that it was seen hides nothing, and never silences the next.",
    ("found", "the bay needs somebody"),
    (
        ((), "nothing"),
        (("something only said",), "nothing"),
        (("a caution",), "to be looked at"),
        (("a late reading",), "now"),
        (("a stop",), "now"),
        (("a caution that was seen",), "seen, and not gone"),
        (("a stop that was seen",), "seen, and not gone"),
        (("a stop that was seen", "a caution"), "to be looked at"),
        (("a stop that was seen", "a late reading"), "now"),
    ),
)


@pytest.mark.parametrize(("found", "need"), NEED_TABLE.rows)
def test_how_much_a_bay_needs_somebody(found: tuple[str, ...], need: str) -> None:
    assert need_of([FOUND[one] for one in found]) is NEEDS[need]


LOOKS = {"within": Look.WITHIN, "out of range": Look.RAISED, "no value": Look.GAP}

LOOK_TABLE = SafetyTable(
    "One reading on the board",
    "Against Larkfield’s limits (their sources stand in [the limits](limits.md)). A value no patient can have is "
    "shown as none.",
    ("sign", "sent", "shown", "how"),
    (
        (Sign.PULSE, "72.4", "72", "within"),
        (Sign.PULSE, "0", None, "no value"),
        (Sign.PULSE, "600", None, "no value"),
        (Sign.PULSE, "170", "170", "out of range"),
        (Sign.OXYGEN, "97.5", "98", "within"),
        (Sign.OXYGEN, "91", "91", "out of range"),
        (Sign.OXYGEN, "85", "85", "out of range"),
    ),
)


@pytest.mark.parametrize(("sign", "value", "shown", "look"), LOOK_TABLE.rows)
def test_one_reading_is_pushed_with_how_it_stands(sign: Sign, value: str, shown: str | None, look: str) -> None:
    (one,) = pushed([chart(Reading(sign, Decimal(value), NOW))], LARKFIELD.limits)
    assert (one.value, one.look) == (shown or "", LOOKS[look])


def test_a_lower_oxygen_target_is_kept_to() -> None:
    measured = [chart(Reading(Sign.OXYGEN, Decimal(90), NOW))]
    limits = LARKFIELD.limits
    assert pushed(measured, limits)[0].look is Look.RAISED
    assert limits.oxygen.lower_target is not None
    assert pushed(measured, limits, lower_oxygen_target=True)[0].look is Look.WITHIN
