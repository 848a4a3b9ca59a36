"""Conditions that speak against treatment, and conditions in which it is weighed differently."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afterglow.care.assessment.rules.considerations import consideration_findings
from afterglow.care.assessment.rules.contraindications import (
    contraindication_findings,
    holds_until,
    not_asked_findings,
)
from afterglow.ground.kernel.finding import Severity
from tests.rules.larkfield import LARKFIELD

ASSESSMENT = LARKFIELD.assessment
TODAY = date(2026, 6, 12)
STOP, CAUTION, INFO = Severity.STOP, Severity.CAUTION, Severity.INFO

WEIGHTS = {
    "aneurysm": STOP,
    "arteriovenous-malformation": STOP,
    "bleeding-in-the-brain": STOP,
    "hypersensitivity": STOP,
    "uncontrolled-blood-pressure": STOP,
    "unstable-heart-disease": STOP,
    "raised-pressure-in-head-or-eye": STOP,
    "pre-eclampsia": STOP,
    "untreated-overactive-thyroid": STOP,
    "current-psychosis": STOP,
    "past-psychosis": CAUTION,
    "recent-mania": STOP,
    "alcohol-use-disorder": STOP,
    "substance-use-disorder": STOP,
    "psychedelics-elsewhere": STOP,
    "severe-liver-disease": STOP,
    "new-bladder-symptoms": STOP,
    "pregnancy": STOP,
    "breathing-disease": CAUTION,
    "seizures": CAUTION,
    "porphyria": CAUTION,
    "glaucoma": CAUTION,
}


@pytest.mark.parametrize(("code", "severity"), WEIGHTS.items())
def test_each_condition_is_weighed_and_says_why(code: str, severity: Severity) -> None:
    (finding,) = contraindication_findings({code: None}, ASSESSMENT, "ketamine", TODAY)
    rule = next(one for one in ASSESSMENT.contraindications if one.code == code)
    assert (finding.severity, finding.interlock) == (severity, False)
    assert rule.why in finding.words
    assert finding.source == rule.source


@pytest.mark.parametrize(
    ("event", "severity", "says"),
    [
        ("2026-06-12", STOP, "Not before 24 July 2026."),
        ("2026-05-02", STOP, "Not before 13 June 2026."),  # 41 days ago
        ("2026-05-01", INFO, "more than 6 weeks ago"),  # 42 days ago
        ("2020-01-01", INFO, "more than 6 weeks ago"),
        (None, STOP, "day not known"),
    ],
)
def test_a_heart_attack_holds_for_42_days(event: str | None, severity: Severity, says: str) -> None:
    day = date.fromisoformat(event) if event else None
    (finding,) = contraindication_findings({"recent-heart-event": day}, ASSESSMENT, "ketamine", TODAY)
    assert finding.severity is severity
    assert says in finding.words


def test_six_weeks_are_42_calendar_days() -> None:
    rule = next(one for one in ASSESSMENT.contraindications if one.code == "recent-heart-event")
    for event in (date(2026, 3, 1), date(2024, 2, 1), date(2025, 12, 1)):
        assert holds_until(rule, event) == event + timedelta(days=42)
    assert holds_until(rule, None) is None
    assert holds_until(ASSESSMENT.contraindications[0], TODAY) is None


def test_a_condition_of_another_drug_is_left_out() -> None:
    one_drug = ASSESSMENT.contraindications[0].model_copy(update={"drugs": ("esketamine",)})
    assessment = ASSESSMENT.model_copy(update={"contraindications": (one_drug,)})
    present = {one_drug.code: None}
    assert contraindication_findings(present, assessment, "ketamine", TODAY) == ()
    assert len(contraindication_findings(present, assessment, "esketamine", TODAY)) == 1
    assert len(contraindication_findings(present, assessment, None, TODAY)) == 1


def test_a_silence_is_not_a_no() -> None:
    codes = [rule.code for rule in ASSESSMENT.contraindications]
    assert not_asked_findings(codes, ASSESSMENT) == ()
    (finding,) = not_asked_findings(codes[1:], ASSESSMENT)
    assert finding.severity is STOP
    assert ASSESSMENT.contraindications[0].say in finding.words


@pytest.mark.parametrize(
    ("code", "severity", "reason"),
    [
        ("anorexia", INFO, "less"),
        ("bipolar", CAUTION, "mood stabiliser first"),
        ("rapid-cycling", CAUTION, "Not found useful"),
        ("postpartum", INFO, "discard milk for 3 days"),
        ("breastfeeding", CAUTION, "discard milk for 3 days"),
        ("trying-to-conceive", CAUTION, "imperfect sign"),
        ("menopause", INFO, "review of hormone treatment comes first"),
        ("personality-disorder", CAUTION, "Psychotherapy and another team"),
        ("ptsd", CAUTION, "Psychotherapy and another team"),
    ],
)
@pytest.mark.pathway("F7")
def test_each_consideration_carries_its_reason(code: str, severity: Severity, reason: str) -> None:
    (finding,) = consideration_findings([code], 40, ASSESSMENT)
    assert finding.severity is severity
    assert reason in finding.words
    assert "F7" in finding.source


@pytest.mark.parametrize(("age", "shown"), [(17, True), (18, False)])
@pytest.mark.pathway("F7")
def test_under_18_is_known_from_the_date_of_birth(age: int, shown: bool) -> None:
    found = consideration_findings([], age, ASSESSMENT)
    assert [one.code for one in found] == (["consideration-under-18"] if shown else [])


def test_pregnancy_stops_treatment() -> None:
    (finding,) = contraindication_findings({"pregnancy": None}, ASSESSMENT, None, TODAY)
    assert "Treatment stops" in finding.words
