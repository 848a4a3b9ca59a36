"""The clinic's own questions about itself."""

from __future__ import annotations

import pytest

from afterglow.ground.protocol.schema.outcomes import Satisfaction
from afterglow.record.outcomes.rules.instrument import AnswerError, Answers, Wording
from afterglow.record.outcomes.rules.satisfaction import satisfaction_of

ASKED = ("effectiveness", "side-effects", "assessment", "doctor", "nurses", "administration", "forms")
SATISFACTION = Satisfaction.model_validate(
    {
        "source": "F31",
        "every": "6 months",
        "lowest": 1,
        "highest": 5,
        "questions": [{"code": code, "ask": f"How was it: {code}?"} for code in ASKED],
    }
)


@pytest.mark.pathway("F31")
def test_seven_questions_from_1_to_5_each_standing_for_itself() -> None:
    instrument = satisfaction_of(SATISFACTION)
    score = instrument.score(Answers(dict(zip(ASKED, (4, 4, 5, 4, 5, 4, 3), strict=True))))
    assert [(part.name, part.value) for part in score.parts] == list(zip(ASKED, (4, 4, 5, 4, 5, 4, 3), strict=True))
    assert score.total is None
    assert score.band is None
    assert score.complete
    assert instrument.wording is Wording.OURS
    assert [option.value for option in instrument.items[0].options] == [1, 2, 3, 4, 5]


def test_a_question_may_be_left_out_and_zero_is_no_answer() -> None:
    instrument = satisfaction_of(SATISFACTION)
    assert instrument.score(Answers({"forms": 1})).missing == ASKED[:-1]
    with pytest.raises(AnswerError, match="forms"):
        instrument.score(Answers({"forms": 0}))
