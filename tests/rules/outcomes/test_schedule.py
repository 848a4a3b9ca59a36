"""Which questionnaire is due on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.protocol.schema.outcomes import Outcomes
from afterglow.record.outcomes.rules.schedule import Answered, Story, due_questionnaires

OUTCOMES = Outcomes.model_validate(
    {
        "source": "F32",
        "primary": "qids-sr16",
        "asked": [
            {
                "source": "F32",
                "instrument": "qids-sr16",
                "at_baseline": True,
                "before_each_treatment": True,
                "every": "3 months",
                "answer_within": "7 days",
            },
            {
                "source": "default",
                "instrument": "gad-7",
                "at_baseline": True,
                "before_each_treatment": False,
                "answer_within": "7 days",
            },
        ],
        "responses": [],
        "satisfaction": {
            "source": "F31",
            "every": "6 months",
            "lowest": 1,
            "highest": 5,
            "questions": [{"code": "effectiveness", "ask": "Did it work?"}],
        },
        "evaluation": {
            "source": "default",
            "visits": ["3 months"],
            "visit_window": "42 days",
            "group_smaller_than": 5,
            "predictors_shown": "never",
            "data_used_for": ["evaluation"],
            "research": "Asked separately.",
        },
    }
)
ASSESSED = date(2026, 1, 5)
FIRST = date(2026, 2, 2)
SECOND = date(2026, 2, 9)


def due(today: date, story: Story) -> list[tuple[str, str]]:
    return [(one.instrument, one.occasion) for one in due_questionnaires(OUTCOMES, story, today)]


@pytest.mark.parametrize(
    ("today", "answered", "expected"),
    [
        (date(2026, 1, 4), [], []),
        (ASSESSED, [], [("qids-sr16", "baseline"), ("gad-7", "baseline")]),
        (date(2026, 1, 20), [("qids-sr16", ASSESSED)], [("gad-7", "baseline")]),
        (date(2026, 1, 25), [("qids-sr16", ASSESSED), ("gad-7", ASSESSED)], []),
        # open for a week before a treatment, and on its day
        (date(2026, 1, 26), [("qids-sr16", ASSESSED), ("gad-7", ASSESSED)], [("qids-sr16", "treatment:2026-02-02")]),
        (FIRST, [("qids-sr16", ASSESSED), ("gad-7", ASSESSED)], [("qids-sr16", "treatment:2026-02-02")]),
        # the next one opens the day after, so that each dose has its own score
        (FIRST, [("qids-sr16", FIRST), ("gad-7", ASSESSED)], []),
        (date(2026, 2, 3), [("qids-sr16", FIRST)], [("qids-sr16", "treatment:2026-02-09")]),
        (date(2026, 2, 3), [("qids-sr16", date(2026, 2, 1))], [("qids-sr16", "treatment:2026-02-09")]),
        (date(2026, 2, 10), [], []),
        (date(2026, 5, 1), [], []),
        (date(2026, 5, 2), [], [("qids-sr16", "month:3")]),
        (date(2026, 5, 9), [], [("qids-sr16", "month:3")]),
        (date(2026, 5, 10), [], []),
        (date(2026, 5, 4), [("qids-sr16", date(2026, 5, 3))], []),
        (date(2026, 8, 2), [], [("qids-sr16", "month:6"), ("satisfaction", "month:6")]),
    ],
)
@pytest.mark.pathway("F32")
def test_baseline_before_each_treatment_and_every_three_months(
    today: date, answered: list[tuple[str, date]], expected: list[tuple[str, str]]
) -> None:
    first_dose = FIRST if today > FIRST else None
    story = Story(ASSESSED, (FIRST, SECOND), first_dose, tuple(Answered(*one) for one in answered))
    assert due(today, story) == expected


@pytest.mark.parametrize(
    ("today", "consultation", "treatments", "by"),
    [
        (ASSESSED, date(2026, 1, 12), (), date(2026, 1, 12)),  # read at the consultation
        (ASSESSED, date(2026, 1, 12), (FIRST,), date(2026, 1, 12)),
        (date(2026, 1, 12), date(2026, 1, 12), (), date(2026, 1, 12)),
        (date(2026, 1, 13), date(2026, 1, 12), (FIRST,), FIRST),  # it has been: read before the first treatment
        (date(2026, 1, 13), date(2026, 1, 12), (), date(2026, 1, 20)),  # nothing ahead: in a week
        (ASSESSED, None, (), date(2026, 1, 12)),
    ],
)
def test_the_baseline_is_asked_for_the_next_meeting(
    today: date, consultation: date | None, treatments: tuple[date, ...], by: date
) -> None:
    story = Story(ASSESSED, treatments, consultation=consultation)
    assert {one.closes for one in due_questionnaires(OUTCOMES, story, today) if one.occasion == "baseline"} == {by}


def test_the_end_of_a_month_is_kept() -> None:
    story = Story(None, (), date(2025, 11, 30))
    assert ("qids-sr16", "month:3") in due(date(2026, 2, 28), story)


def test_nothing_is_asked_after_the_clinic_stopped_asking() -> None:
    assert due(FIRST, Story(ASSESSED, (FIRST,), ended=date(2026, 2, 1))) == []


@given(st.integers(0, 900), st.lists(st.integers(0, 900), max_size=12), st.lists(st.integers(0, 900), max_size=12))
def test_nobody_is_asked_the_same_twice_at_once_or_what_they_just_answered(
    today: int, treatments: list[int], answered: list[int]
) -> None:
    days = sorted(FIRST + timedelta(days=count) for count in treatments)
    story = Story(
        ASSESSED,
        tuple(days),
        days[0] if days else None,
        tuple(Answered("qids-sr16", FIRST + timedelta(days=count)) for count in answered),
    )
    now = FIRST + timedelta(days=today)
    found = due_questionnaires(OUTCOMES, story, now)
    assert len({one.instrument for one in found}) == len(found)
    for one in found:
        assert one.opens <= now <= one.closes
        if one.instrument == "qids-sr16":
            assert not any(one.opens <= answer.day <= one.closes for answer in story.answered)
