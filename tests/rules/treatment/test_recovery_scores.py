"""Aldrete and PADSS: the pressure graded from readings, the rest by a nurse; which is asked for next."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from afterglow.care.treatment.rules.blood_pressure import BloodPressure
from afterglow.care.treatment.rules.recovery_scores import PARTS, PRESSURE, next_score, scored
from tests.rules.treatment.safety_table import SafetyTable

AT = datetime(2026, 6, 12, 11, 2, tzinfo=UTC)

PRESSURE_TABLE = SafetyTable(
    "Recovery scores: the pressure",
    "The upper pressure against the patient’s own of 120 before the drug (Aldrete 1995; Chung 1995).",
    ("score", "upper pressure now", "points"),
    (
        ("aldrete", 120, 2),
        ("aldrete", 144, 2),
        ("aldrete", 145, 1),
        ("aldrete", 179, 1),
        ("aldrete", 180, 0),
        ("aldrete", 96, 2),
        ("aldrete", 60, 0),
        ("padss", 120, 2),
        ("padss", 144, 2),
        ("padss", 145, 1),
        ("padss", 168, 1),
        ("padss", 169, 0),
        ("padss", 72, 1),
        ("padss", 71, 0),
    ),
)

ORDER_TABLE = SafetyTable(
    "Recovery scores: Aldrete, then PADSS",
    "PADSS is asked for only once Aldrete is at its line of 9. A score that falls back is asked for again.",
    ("Aldrete", "PADSS", "asked for next"),
    (
        (None, None, "aldrete"),
        (8, None, "aldrete"),
        (9, None, "padss"),
        (10, 8, "padss"),
        (10, 9, None),
        (8, 10, "aldrete"),
    ),
)


def pressure(upper: int) -> BloodPressure:
    return BloodPressure(upper, 60, AT)


@pytest.mark.parametrize(("kind", "now", "points"), PRESSURE_TABLE.rows)
def test_the_pressure_is_graded_against_the_patients_own(kind: str, now: int, points: int) -> None:
    score = scored(kind, {part.code: 2 for part in PARTS[kind]}, pressure(now), pressure(120))
    assert dict(score.parts)[PRESSURE[kind]] == points
    assert score.total == 8 + points


@pytest.mark.parametrize("kind", PARTS)
def test_every_part_counts_and_none_may_be_left_out(kind: str) -> None:
    full = {part.code: 2 for part in PARTS[kind]}
    for code in full:
        assert scored(kind, full | {code: 0}, pressure(120), pressure(120)).total == 8
        with pytest.raises(ValueError, match=code):
            scored(kind, full | {code: 3}, pressure(120), pressure(120))
    with pytest.raises(ValueError, match="No grade"):
        scored(kind, {}, pressure(120), pressure(120))


@pytest.mark.parametrize(("aldrete", "padss", "asked"), ORDER_TABLE.rows)
def test_padss_comes_after_aldrete(aldrete: int | None, padss: int | None, asked: str | None) -> None:
    reached = {name: total for name, total in (("aldrete", aldrete), ("padss", padss)) if total is not None}
    assert next_score(("aldrete", "padss"), reached, 9) == asked
