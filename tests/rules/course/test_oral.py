"""Oral treatment only after the infusions and the gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from afterglow.care.course.rules.oral import BeforeOral, oral_findings
from afterglow.ground.kernel.finding import Severity
from tests.rules.larkfield import LARKFIELD

ORAL = LARKFIELD.treatment("oral")
LAST = date(2026, 5, 18)
INFUSIONS = tuple(LAST - timedelta(weeks=week) for week in range(5, -1, -1))
READY = BeforeOral("intravenous", INFUSIONS, LAST + timedelta(days=24), judged_suitable=True, scores_in_gap=3)
STOP, CAUTION = Severity.STOP, Severity.CAUTION


@pytest.mark.parametrize(
    ("facts", "days_later", "expected"),
    [
        (READY, 21, []),
        (READY, 28, []),
        (READY, 20, [("oral-gap-too-short", STOP)]),
        (READY, 0, [("oral-gap-too-short", STOP)]),
        (READY, 29, [("oral-gap-long", CAUTION)]),
        (replace(READY, given=INFUSIONS[:3]), 100, [("oral-gap-long", CAUTION)]),
        (replace(READY, given=INFUSIONS[-3:]), 24, []),
        (replace(READY, given=INFUSIONS[-2:]), 24, [("oral-too-few-before", STOP)]),
        (replace(READY, given=()), 24, [("oral-too-few-before", STOP)]),  # never oral alone
        (replace(READY, route="nasal"), 24, [("oral-too-few-before", STOP)]),
        (replace(READY, judged_on=None), 24, [("oral-not-judged", STOP)]),
        (replace(READY, judged_suitable=False), 24, [("oral-not-judged", STOP)]),
        (replace(READY, scores_in_gap=0), 24, [("oral-no-scores", CAUTION)]),
        (
            replace(READY, judged_on=None, scores_in_gap=0),
            3,
            [("oral-gap-too-short", STOP), ("oral-no-scores", CAUTION), ("oral-not-judged", STOP)],
        ),
    ],
)
@pytest.mark.pathway("F19")
def test_the_way_to_an_oral_dose(facts: BeforeOral, days_later: int, expected: list[tuple[str, Severity]]) -> None:
    found = oral_findings(facts, ORAL, LAST + timedelta(days=days_later))
    assert [(one.code, one.severity) for one in found] == expected


@pytest.mark.pathway("F19")
def test_the_words_say_from_when_on() -> None:
    (finding,) = oral_findings(READY, ORAL, LAST + timedelta(days=10))
    assert finding.words.startswith("The gap after the last treatment is not over: not before 8 June 2026.")
    assert finding.how == "last treatment 18 May 2026, 10\u00a0days ago"
    (finding,) = oral_findings(replace(READY, judged_on=None), ORAL, LAST + timedelta(days=24))
    assert finding.words == (
        "Oral treatment has not been judged suitable. That is decided at the follow-up by telephone."
    )


def test_a_treatment_that_may_come_first_asks_for_nothing() -> None:
    assert oral_findings(replace(READY, given=()), LARKFIELD.treatment("intravenous"), LAST) == ()
