"""Structured grounds under one clinician's judgement."""

from __future__ import annotations

import pytest

from afterglow.care.referral.rules.grounds import (
    Decision,
    crisis_ground,
    ground_findings,
    judgement_findings,
    signposts,
)
from afterglow.ground.kernel.finding import Severity
from tests.rules.larkfield import LARKFIELD

REFERRAL = LARKFIELD.referral


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        ("urgent-need-to-save-life", Severity.STOP),
        ("psychedelics-elsewhere", Severity.CAUTION),
        ("alcohol-use-disorder", Severity.CAUTION),
        ("no-persistent-low-mood", Severity.CAUTION),
        ("recent-mania", Severity.CAUTION),
        ("unstable-social-circumstances", Severity.CAUTION),
        ("refuses-contact-with-professionals", Severity.CAUTION),
        ("other", Severity.CAUTION),
    ],
)
@pytest.mark.pathway("F5")
def test_every_ground_is_weighed_and_only_danger_to_life_goes_first(code: str, severity: Severity) -> None:
    (finding,) = ground_findings({code: "as the letter says"}, REFERRAL)
    assert finding.severity is severity
    assert not finding.interlock
    assert (crisis_ground([code], REFERRAL) is not None) is (severity is Severity.STOP)


@pytest.mark.parametrize(
    "code",
    [
        "nearer-service",
        "wants-companion-or-private-room",
        "seeks-help-with-addiction",
        "cannot-use-systems-and-no-helper",
        "wants-less-medical-setting",
    ],
)
@pytest.mark.pathway("F34")
def test_whom_the_clinic_sends_elsewhere_is_told_where(code: str) -> None:
    (finding,) = ground_findings({code: ""}, REFERRAL)
    assert (finding.how,) == signposts([code], REFERRAL)
    assert finding.how


@pytest.mark.pathway("F5")
def test_the_exception_to_low_mood_takes_the_weight_off() -> None:
    (finding,) = ground_findings({"no-persistent-low-mood": ""}, REFERRAL, excepted=["no-persistent-low-mood"])
    assert finding.severity is Severity.INFO
    assert finding.words.endswith("The exception holds: suicidal ideas and behaviour are frequent.")
    (finding,) = ground_findings({"recent-mania": ""}, REFERRAL, excepted=["recent-mania"])
    assert finding.severity is Severity.CAUTION  # this ground has no exception


def test_grounds_come_in_the_protocols_order_whatever_the_order_found() -> None:
    found = ground_findings({"other": "x", "recent-mania": "", "urgent-need-to-save-life": ""}, REFERRAL)
    assert [one.code for one in found] == ["ground-urgent-need-to-save-life", "ground-recent-mania", "ground-other"]
    with pytest.raises(KeyError):
        ground_findings({"too-old": ""}, REFERRAL)


@pytest.mark.parametrize(
    ("decision", "words", "found", "lacks"),
    [
        ("accept", "", {}, []),
        ("accept", "", {"recent-mania": ""}, ["no-reason"]),
        ("accept", "Two years ago.", {"recent-mania": ""}, []),
        ("send-elsewhere", "", {}, ["no-ground"]),
        ("send-elsewhere", "", {"recent-mania": ""}, []),
        ("send-elsewhere", "", {"other": " "}, ["ground-without-words"]),
        ("send-elsewhere", "", {"other": "Lives abroad."}, []),
        ("ask-for-more", " ", {}, ["nothing-asked"]),
        ("ask-for-more", "The GP’s medicines list.", {}, []),
    ],
)
@pytest.mark.pathway("F5")
def test_a_judgement_is_complete(decision: Decision, words: str, found: dict[str, str], lacks: list[str]) -> None:
    assert [one.code for one in judgement_findings(decision, words, found, REFERRAL)] == lacks
