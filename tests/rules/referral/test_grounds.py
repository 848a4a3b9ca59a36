"""Structured grounds under one clinician's judgement."""

from __future__ import annotations

import pytest

from afterglow.care.referral.rules.grounds import Decision, crisis_ground, judgement_findings, signposts
from tests.rules.larkfield import LARKFIELD

REFERRAL = LARKFIELD.referral


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("urgent-need-to-save-life", True),
        ("psychedelics-elsewhere", False),
        ("alcohol-use-disorder", False),
        ("no-persistent-low-mood", False),
        ("recent-mania", False),
        ("unstable-social-circumstances", False),
        ("refuses-contact-with-professionals", False),
        ("other", False),
    ],
)
@pytest.mark.pathway("F5")
def test_only_danger_to_life_goes_before_the_judgement(code: str, first: bool) -> None:
    assert (crisis_ground([code], REFERRAL) is not None) is first


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
    (where,) = signposts([code], REFERRAL)
    assert where


def test_signposts_come_in_the_protocols_order_whatever_the_order_found() -> None:
    order = [one.code for one in REFERRAL.grounds]
    found = sorted(["recent-mania", "urgent-need-to-save-life"], key=order.index)
    assert signposts(reversed(found), REFERRAL) == tuple(REFERRAL.ground(code).signpost for code in found)


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
