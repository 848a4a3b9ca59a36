"""Pulse, breathing, oxygen, sedation and agitation against a clinic's limits, each with the time it must last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from afterglow.care.treatment.rules.vital_limits import Level, scale_findings, vital_findings
from afterglow.care.treatment.rules.vitals import Charted, Sign
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable

NOW = datetime(2026, 6, 12, 10, 40, tzinfo=UTC)
LIMITS = LARKFIELD.limits

SIGNS_TABLE = SafetyTable(
    "Pulse, breathing and oxygen",
    "One reading by Larkfield’s limits. A pulse at its stop limit asks for another look and stops after 1 minute; "
    "breathing and oxygen stop at once. Pressures have rules of their own.",
    ("sign", "value", "shown as"),
    (
        ("pulse", 39, "pulse-at-stop-limit"),
        ("pulse", 40, "pulse-caution"),
        ("pulse", 49, "pulse-caution"),
        ("pulse", 50, None),
        ("pulse", 110, None),
        ("pulse", 111, "pulse-caution"),
        ("pulse", 130, "pulse-caution"),
        ("pulse", 131, "pulse-at-stop-limit"),
        ("breathing", 8, "breathing-stop"),
        ("breathing", 9, "breathing-caution"),
        ("breathing", 10, None),
        ("breathing", 20, None),
        ("breathing", 21, "breathing-caution"),
        ("breathing", 25, "breathing-stop"),
        ("oxygen", 94, None),
        ("oxygen", 93, "oxygen-caution"),
        ("oxygen", 90, "oxygen-caution"),
        ("oxygen", 89, "oxygen-stop"),
        ("temperature", 41, None),
        ("systolic", 200, None),
    ),
)

LASTING_TABLE = SafetyTable(
    "How long a limit must last: pulse",
    "Readings with the second at which each was taken. The run at the limit that ends with the latest reading counts; "
    "one reading back below the limit begins a new run.",
    ("pulse, at second", "shown as"),
    (
        (((131, 0),), "pulse-at-stop-limit"),
        (((131, 0), (133, 59)), "pulse-at-stop-limit"),
        (((131, 0), (133, 60)), "pulse-stop"),
        (((131, 0), (120, 30), (133, 60)), "pulse-at-stop-limit"),
        (((131, 0), (38, 60)), "pulse-stop"),
        (((131, 0), (133, 60), (120, 90)), "pulse-caution"),
        (((131, 0), (133, 60), (90, 90)), None),
    ),
)

LOWER_TARGET_TABLE = SafetyTable(
    "Oxygen where a target of 88-92 % is prescribed",
    "Only for a patient for whom a prescriber signed that target today.",
    ("oxygen", "usual target", "target 88-92 %"),
    (
        (92, "oxygen-caution", None),
        (89, "oxygen-stop", None),
        (88, "oxygen-stop", None),
        (87, "oxygen-stop", "oxygen-caution"),
        (84, "oxygen-stop", "oxygen-caution"),
        (83, "oxygen-stop", "oxygen-stop"),
    ),
)

SEDATION_TABLE = SafetyTable(
    "Sedation: MOAA/S or RASS, whichever the nurse uses",
    "Chernik 1990; Sessler 2002. RASS below 0 is sedation, above 0 agitation and distress.",
    ("scale", "level", "shown as"),
    (
        ("MOAA/S", 5, None),
        ("MOAA/S", 4, None),
        ("MOAA/S", 3, "moaas-caution"),
        ("MOAA/S", 2, "moaas-stop"),
        ("MOAA/S", 1, "moaas-stop"),
        ("MOAA/S", 0, "moaas-stop"),
        ("RASS", -5, "rass-stop"),
        ("RASS", -3, "rass-stop"),
        ("RASS", -2, "rass-caution"),
        ("RASS", -1, None),
        ("RASS", 0, None),
        ("RASS", 1, None),
        ("RASS", 2, "rass-caution"),
        ("RASS", 3, "rass-stop"),
        ("RASS", 4, "rass-stop"),
    ),
)


def charted(sign: str, *values: tuple[int, int]) -> list[Charted]:
    return [Charted(Sign(sign), Decimal(value), NOW + timedelta(seconds=second)) for value, second in values]


def codes(found: object) -> list[str]:
    return [one.code for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("sign", "value", "code"), SIGNS_TABLE.rows)
@pytest.mark.pathway("S5", "I5", "N4")
def test_one_reading(sign: str, value: int, code: str | None) -> None:
    assert codes(vital_findings(charted(sign, (value, 0)), LIMITS)) == ([code] if code else [])


@pytest.mark.parametrize(("readings", "code"), LASTING_TABLE.rows)
def test_a_limit_lasts_before_it_stops(readings: tuple[tuple[int, int], ...], code: str | None) -> None:
    assert codes(vital_findings(charted("pulse", *readings), LIMITS)) == ([code] if code else [])


@pytest.mark.parametrize(("value", "usual", "lower"), LOWER_TARGET_TABLE.rows)
def test_a_prescribed_target_has_limits_of_its_own(value: int, usual: str | None, lower: str | None) -> None:
    sent = charted("oxygen", (value, 0))
    assert codes(vital_findings(sent, LIMITS)) == ([usual] if usual else [])
    assert codes(vital_findings(sent, LIMITS, lower_oxygen_target=True)) == ([lower] if lower else [])


@pytest.mark.parametrize(("scale", "level", "code"), SEDATION_TABLE.rows)
@pytest.mark.pathway("N6")
def test_sedation_and_agitation(scale: str, level: int, code: str | None) -> None:
    rule = LIMITS.sedation if scale == "MOAA/S" else LIMITS.agitation
    assert codes(scale_findings([Level(level, NOW)], rule)) == ([code] if code else [])


def test_a_scale_too_may_ask_for_a_time() -> None:
    rule = LIMITS.sedation.model_copy(update={"stop_when_still_after": timedelta(minutes=2)})
    first, later = Level(2, NOW), Level(2, NOW + timedelta(minutes=2))
    assert codes(scale_findings([first], rule)) == ["moaas-at-stop-limit"]
    assert codes(scale_findings([first, later], rule)) == ["moaas-stop"]


def test_a_limit_is_told_in_words() -> None:
    (found,) = vital_findings(charted("oxygen", (88, 0)), LIMITS)
    assert found.words == "Oxygen 88\u00a0%, below 90\u00a0%. Stop the infusion and call the doctor."
    (found,) = vital_findings(charted("pulse", (135, 0)), LIMITS)
    assert found.words == (
        "Pulse 135\u00a0/min, above 130\u00a0/min. Measure again in 1 min. "
        "If it is still so: stop the infusion and call the doctor."
    )


def test_nothing_measured_finds_nothing() -> None:
    assert vital_findings([], LIMITS) == ()
    assert scale_findings([], LIMITS.sedation) == ()


def test_a_level_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="MOAA/S has no level 6"):
        scale_findings([Level(6, NOW)], LIMITS.sedation)
