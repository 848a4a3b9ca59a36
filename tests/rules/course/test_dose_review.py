"""What is looked at before each dose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterglow.care.course.rules.dose_review import (
    Looked,
    change_findings,
    drowsiness_findings,
    reliance_findings,
    review_findings,
)
from afterglow.ground.kernel.finding import Severity
from afterglow.ground.kernel.quantity import Dose, DosePerWeight
from tests.rules.larkfield import LARKFIELD

RULE = LARKFIELD.dosing.review
RELIANCE = LARKFIELD.course.reliance
INFUSION = LARKFIELD.treatment("intravenous")
LOOKED = Looked(True, "Better for five days.", "none", wants_more=False, uses_elsewhere=False)


@pytest.mark.parametrize(
    ("looked", "first_dose", "codes"),
    [
        (LOOKED, False, []),
        (None, False, ["dose-not-reviewed"]),
        (None, True, ["dose-not-reviewed"]),
        (replace(LOOKED, weighed_today=False), False, ["not-weighed"]),
        (replace(LOOKED, last_response=" "), False, ["last-response-not-asked"]),
        (replace(LOOKED, side_effects=""), False, ["side-effects-not-asked"]),
        (replace(LOOKED, last_response="", side_effects=""), True, []),
        (replace(LOOKED, weighed_today=False), True, ["not-weighed"]),
    ],
)
@pytest.mark.pathway("F12", "F8")
def test_weight_last_response_and_side_effects_before_each_dose(
    looked: Looked | None, first_dose: bool, codes: list[str]
) -> None:
    assert [one.code for one in review_findings(looked, first_dose, RULE)] == codes


@pytest.mark.parametrize(
    ("wants_more", "elsewhere", "codes"),
    [
        (False, False, []),
        (True, False, ["wants-more"]),
        (False, True, ["uses-elsewhere"]),
        (True, True, ["wants-more", "uses-elsewhere"]),
    ],
)
@pytest.mark.pathway("F9")
def test_wishes_for_more_and_use_elsewhere_are_flagged(wants_more: bool, elsewhere: bool, codes: list[str]) -> None:
    found = reliance_findings(replace(LOOKED, wants_more=wants_more, uses_elsewhere=elsewhere), RELIANCE)
    assert [(one.code, one.severity) for one in found] == [(code, Severity.CAUTION) for code in codes]
    assert all("not the same as addiction" in one.words for one in found)


@pytest.mark.parametrize(
    ("before", "planned", "flagged"),
    [
        ("0.5 mg/kg", "0.5 mg/kg", False),
        ("0.5 mg/kg", "0.75 mg/kg", False),
        ("0.5 mg/kg", "0.8 mg/kg", True),
        ("0.5 mg/kg", "1 mg/kg", True),
        ("1 mg/kg", "0.25 mg/kg", False),
        (None, "1 mg/kg", False),
    ],
)
@pytest.mark.pathway("F12")
def test_a_dose_goes_up_by_steps_and_down_freely(before: str | None, planned: str, flagged: bool) -> None:
    last = DosePerWeight.parse(before) if before else None
    assert bool(change_findings(last, DosePerWeight.parse(planned), INFUSION)) is flagged


@pytest.mark.parametrize(
    ("number", "last", "planned", "because"),
    [
        (1, None, "35 mg", "this is one of the first treatments"),
        (3, "35 mg", "35 mg", "this is one of the first treatments"),
        (4, "35 mg", "35 mg", None),
        (4, "35 mg", "30 mg", None),
        (7, "35 mg", "42 mg", "the dose rises from 35\u00a0mg to 42\u00a0mg"),
        (2, "35 mg", "42 mg", "this is one of the first treatments and the dose rises from 35\u00a0mg to 42\u00a0mg"),
    ],
)
@pytest.mark.pathway("F16")
def test_drowsiness_is_likelier_early_on_and_after_a_higher_dose(
    number: int, last: str | None, planned: str, because: str | None
) -> None:
    found = drowsiness_findings(number, Dose.parse(last) if last else None, Dose.parse(planned))
    expected = f"Drowsiness tomorrow is likelier: {because}. Say so when you talk about driving."
    assert [one.words for one in found] == ([expected] if because else [])
