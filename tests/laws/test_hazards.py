"""The hazard log holds what it says: every control is there, every test exists, and no risk is left unsaid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.laws.documents.hazards import ROOT, hazards, names_of_tests

PACKAGE = Path("src/afterglow")


@pytest.fixture(params=hazards(), ids=lambda one: str(one["id"]))
def hazard(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_a_treatment_day_has_at_least_forty_hazards_each_named_once() -> None:
    names = [one["id"] for one in hazards()]
    assert len(names) >= 40
    assert len(set(names)) == len(names)


def test_its_control_is_where_the_log_says(hazard: dict[str, Any]) -> None:
    place = ROOT / PACKAGE / hazard["code"]
    assert place.exists() or place.with_suffix(".py").exists()


def test_tests_show_that_it_holds(hazard: dict[str, Any]) -> None:
    assert hazard["tests"]
    assert [name for name in hazard["tests"] if name not in names_of_tests()] == []


def test_its_risk_is_weighed_and_what_is_left_is_said(hazard: dict[str, Any]) -> None:
    assert all(1 <= hazard[name] <= 5 for name in ("severity", "likelihood", "after"))
    assert hazard["after"] <= hazard["likelihood"]
    assert hazard["left"]
