"""How soon a person must act on an answer about suicide."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from afterglow.ground.kernel.finding import Severity
from afterglow.ground.protocol.schema.safety import SuicideItem
from afterglow.record.outcomes.rules.gad7 import GAD7
from afterglow.record.outcomes.rules.instrument import Answers, Instrument
from afterglow.record.outcomes.rules.phq9 import PHQ9
from afterglow.record.outcomes.rules.qids_sr16 import QIDS_SR16
from afterglow.record.outcomes.rules.safety import (
    act_by,
    before_next_dose,
    grade_safety,
    safety_findings,
)

REVIEW, CALL, NOW = "review-before-next-dose", "call-same-day", "now"
LONDON = ZoneInfo("Europe/London")


def grading(instrument: str, item: int, grades: dict[int, str], step_up: bool = True) -> SuicideItem:
    return SuicideItem.model_validate(
        {
            "source": "default",
            "instrument": instrument,
            "item": item,
            "grades": [{"answer": answer, "then": then} for answer, then in grades.items()],
            "step_up_when_worse": step_up,
        }
    )


QIDS_ITEM = grading("qids-sr16", 12, {1: REVIEW, 2: CALL, 3: NOW})
PHQ9_ITEM = grading("phq-9", 9, {1: CALL, 2: NOW, 3: NOW})


@pytest.mark.parametrize(
    ("instrument", "rule", "answer", "last_time", "urgency"),
    [
        (QIDS_SR16, QIDS_ITEM, 0, None, None),
        (QIDS_SR16, QIDS_ITEM, 0, 3, None),
        (QIDS_SR16, QIDS_ITEM, 1, None, REVIEW),
        (QIDS_SR16, QIDS_ITEM, 1, 1, REVIEW),
        (QIDS_SR16, QIDS_ITEM, 1, 0, CALL),  # worse than last time: one step up
        (QIDS_SR16, QIDS_ITEM, 2, None, CALL),
        (QIDS_SR16, QIDS_ITEM, 2, 3, CALL),  # better than last time: no step down
        (QIDS_SR16, QIDS_ITEM, 2, 1, NOW),
        (QIDS_SR16, QIDS_ITEM, 3, None, NOW),
        (QIDS_SR16, QIDS_ITEM, 3, 0, NOW),
        (PHQ9, PHQ9_ITEM, 1, None, CALL),
        (PHQ9, PHQ9_ITEM, 1, 0, NOW),
        (PHQ9, PHQ9_ITEM, 2, None, NOW),
        (PHQ9, PHQ9_ITEM, 3, 3, NOW),
        (QIDS_SR16, grading("qids-sr16", 12, {1: REVIEW, 2: CALL}), 3, None, CALL),  # never less than a lower answer
        (QIDS_SR16, grading("qids-sr16", 12, {3: NOW}), 1, None, REVIEW),  # never less than a review
        (QIDS_SR16, grading("qids-sr16", 12, {1: REVIEW}, step_up=False), 1, 0, REVIEW),
    ],
)
def test_grading(
    instrument: Instrument, rule: SuicideItem, answer: int, last_time: int | None, urgency: str | None
) -> None:
    given = Answers({str(rule.item): answer})
    concern = grade_safety(instrument, given, last_time, rule)
    assert (concern.urgency if concern else None) == urgency


def test_every_answer_of_one_or_more_raises_a_concern_whatever_the_total() -> None:
    for value in (1, 2, 3):
        well = {str(number): 0 for number in range(1, 17)} | {"12": value}
        concern = grade_safety(QIDS_SR16, Answers(well), None, QIDS_ITEM)
        assert concern is not None
        assert concern.answer == QIDS_SR16.item("12").option(value).words


def test_an_instrument_that_does_not_ask_raises_nothing() -> None:
    assert grade_safety(GAD7, Answers({"7": 3}), None, PHQ9_ITEM) is None
    assert safety_findings(GAD7, Answers({}), None) == ()


@pytest.mark.parametrize(
    ("answer", "severity", "words"),
    [
        (1, Severity.CAUTION, "Thoughts of suicide: answered 1. To do: review before the next dose."),
        (2, Severity.CAUTION, "Thoughts of suicide: answered 2. To do: call the patient today."),
        (3, Severity.STOP, "Thoughts of suicide: answered 3. To do: call the patient now."),
    ],
)
def test_what_staff_read(answer: int, severity: Severity, words: str) -> None:
    given = Answers({"12": answer})
    (finding,) = safety_findings(QIDS_SR16, given, grade_safety(QIDS_SR16, given, None, QIDS_ITEM))
    assert (finding.severity, finding.words) == (severity, words)


def test_a_worse_answer_says_so() -> None:
    given = Answers({"12": 2})
    (finding,) = safety_findings(QIDS_SR16, given, grade_safety(QIDS_SR16, given, 1, QIDS_ITEM))
    assert finding.words == "Thoughts of suicide: answered 2, up from 1 last time. To do: call the patient now."


def test_the_same_answer_as_last_time_is_not_called_worse() -> None:
    given = Answers({"12": 2})
    (finding,) = safety_findings(QIDS_SR16, given, grade_safety(QIDS_SR16, given, 2, QIDS_ITEM))
    assert finding.words == "Thoughts of suicide: answered 2. To do: call the patient today."


def test_a_blank_answer_is_said_and_a_zero_is_never_praised() -> None:
    (finding,) = safety_findings(QIDS_SR16, Answers({"1": 0}), None)
    assert finding.code == "suicide-item-blank"
    assert safety_findings(QIDS_SR16, Answers({"12": 0}), None) == ()


def test_no_dose_before_a_concern_was_talked_over() -> None:
    asked = datetime(2026, 11, 20, 9, tzinfo=UTC)
    concern = grade_safety(QIDS_SR16, Answers({"12": 1}), None, QIDS_ITEM)
    (finding,) = before_next_dose(concern, None)
    assert finding.overridable
    assert before_next_dose(concern, asked) == ()
    assert before_next_dose(None, None) == ()


@pytest.mark.parametrize(
    ("answer", "answered_at", "by"),
    [
        (3, "2026-06-12 03:00", "2026-06-12 03:00"),
        (2, "2026-06-12 03:00", "2026-06-12 17:30"),
        (2, "2026-06-12 17:30", "2026-06-12 17:30"),
        (2, "2026-06-12 23:50", "2026-06-12 23:50"),  # after the clinic's hour: at once, never tomorrow
        (1, "2026-06-12 03:00", None),
    ],
)
def test_until_when_somebody_must_act(answer: int, answered_at: str, by: str | None) -> None:
    concern = grade_safety(QIDS_SR16, Answers({"12": answer}), None, QIDS_ITEM)
    assert concern is not None
    raised = datetime.fromisoformat(answered_at).replace(tzinfo=LONDON)
    expected = datetime.fromisoformat(by).replace(tzinfo=LONDON) if by else None
    assert act_by(concern, raised, time(17, 30), LONDON) == expected
