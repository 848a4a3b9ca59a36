"""What comes first on a patient's page, and what is said before and after a treatment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from afterglow.care.course.models import Treatment
from afterglow.ground.design.navigation import NavigationItem
from afterglow.ground.protocol.reading import read_shipped
from afterglow.home.patient.after import after_dose
from afterglow.home.patient.before import before_treatment
from afterglow.home.patient.next_thing import ToAnswer, Visit, day_words, next_thing, treatment_words
from afterglow.home.patient.scores import own_scores
from afterglow.record.outcomes.queries import ScorePoint

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 6, 11, 13, 0, tzinfo=UTC)
"""A Thursday, 14:00 in London."""
LARKFIELD = read_shipped("larkfield", date(2026, 6, 1))
INFUSION = LARKFIELD.treatment("intravenous")
WAITING = ("We expect your first consultation by 2 September 2026. This is an average, not a promise.",)


def visit(hours: int, check: NavigationItem | None = None) -> Visit:
    start = NOW + timedelta(hours=hours)
    return Visit("Your third treatment", start, "Come to 1 Orchard Way.", "You leave at about 11:00.", check)


def sheet(hours: int = 48, answered: int = 0) -> ToAnswer:
    return ToAnswer("How the last 2 weeks were", 10, answered, NOW + timedelta(hours=hours), "/my/questionnaires/x/")


@pytest.mark.parametrize(
    ("first", "second", "waiting", "day", "time", "what"),
    [
        (visit(19), None, (), "Tomorrow, Friday 12 June", "09:00", "Your third treatment"),
        (visit(3), sheet(), (), "Today, Thursday 11 June", "17:00", "Your third treatment"),
        (visit(6 * 24), sheet(), (), "Wednesday 17 June", "14:00", "Your third treatment"),
        (visit(8 * 24), sheet(), (), "Please answer by Saturday 13 June", "", "How the last 2 weeks were"),
        (visit(8 * 24), None, (), "Friday 19 June", "14:00", "Your third treatment"),
        (None, sheet(20), WAITING, "Please answer by tomorrow, Friday 12 June", "", "How the last 2 weeks were"),
        (None, None, WAITING, "Your place on the list", "", "We have your referral"),
        (None, None, (), "Today", "", "There is nothing you need to do"),
    ],
)
def test_one_thing_comes_first(
    first: Visit | None, second: ToAnswer | None, waiting: tuple[str, ...], day: str, time: str, what: str
) -> None:
    found = next_thing(first, second, waiting, NOW, LONDON)
    assert (found.day, found.time, found.what) == (day, time, what)


def test_the_honest_range_stands_on_top_for_somebody_who_only_waits() -> None:
    assert next_thing(None, None, WAITING, NOW, LONDON).lines == WAITING


def test_the_day_before_check_is_the_button_while_it_is_open() -> None:
    check = NavigationItem("Start the day-before check", "/my/check/x/")
    assert next_thing(visit(19, check), sheet(), (), NOW, LONDON).button == check
    begun = next_thing(None, sheet(answered=3), (), NOW, LONDON)
    assert begun.button == NavigationItem("Go on", "/my/questionnaires/x/")
    assert "3 answered" in begun.lines[0]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "Your first treatment"), (10, "Your tenth treatment"), (11, "Treatment 11")]
)
def test_treatments_are_counted_in_words(number: int, words: str) -> None:
    assert treatment_words(number) == words


def test_a_day_far_off_is_named_plainly() -> None:
    assert day_words(date(2026, 6, 13), date(2026, 6, 11)) == "Saturday 13 June"


@pytest.mark.pathway("F18", "F20", "S4")
def test_the_evening_before_it_says_what_to_leave_and_until_when_to_eat() -> None:
    found = before_treatment(LARKFIELD, INFUSION, datetime(2026, 6, 12, 8, 30, tzinfo=UTC), NOW)
    assert found is not None
    assert found.title == "Tonight and tomorrow"
    dont = [f"{bold} {more}".replace("\u00a0", " ") for bold, more in found.dont]
    assert dont[0] == "Do not drink alcohol tonight or tomorrow, or for 24 hours after."
    assert "zopiclone" in dont[1]
    assert "If you take one every day, do not stop alone: ask us." in dont[1]
    assert dont[2].startswith("Do not eat after 05:30. Water is fine until 07:30.")
    assert "insulin" in dont[2]
    assert ("Take your other medicines", "as usual.") in found.do


@pytest.mark.parametrize(
    ("starts_at", "title"),
    [
        (datetime(2026, 6, 11, 15, 0, tzinfo=UTC), "Before you come"),
        (datetime(2026, 6, 13, 8, 30, tzinfo=UTC), None),
        (datetime(2026, 6, 12, 22, 59, tzinfo=UTC), "Tonight and tomorrow"),
    ],
)
def test_the_advice_stands_only_on_the_day_before_and_the_day(starts_at: datetime, title: str | None) -> None:
    found = before_treatment(LARKFIELD, INFUSION, starts_at, NOW)
    assert (found.title if found else None) == title


@pytest.mark.pathway("F16", "F20", "I6", "S8")
def test_on_the_day_of_a_dose_it_says_what_still_holds_and_until_when() -> None:
    given = datetime(2026, 6, 11, 9, 10, tzinfo=UTC)
    found = after_dose(LARKFIELD, given, NOW)
    assert found is not None
    assert found.title == "After your treatment"
    assert any("Do not drive until the next morning" in words for words in found.holds)
    assert any("No alcohol until Friday 12 June, 10:10." in words for words in found.holds)
    assert any("If you take one every day, do not stop on your own" in words for words in found.holds)
    assert {who for who, _whens in found.calls} == {"clinic", "111", "999"}


@pytest.mark.pathway("I7", "S10")
@pytest.mark.parametrize(
    ("days", "title", "states"),
    [
        (0, "After your treatment", "npppppp"),
        (1, "Day 1 of 7 after your treatment", "npppppp"),
        (3, "Day 3 of 7 after your treatment", "ddnpppp"),
        (7, "Day 7 of 7 after your treatment", "ddddddn"),
        (8, None, ""),
    ],
)
def test_the_seven_days_after_a_dose_are_followed(days: int, title: str | None, states: str) -> None:
    found = after_dose(LARKFIELD, NOW - timedelta(days=days), NOW)
    assert (found.title if found else None) == title
    assert "".join(state[0] for _number, state, _words in (found.dots if found else ())) == states
    if found is not None:
        assert "Change can take days to show" in found.said
        assert "therapy" in found.self_care


def test_days_are_calendar_days_where_the_clinic_is() -> None:
    late = datetime(2026, 6, 10, 22, 30, tzinfo=UTC)  # 23:30 on Wednesday in London
    found = after_dose(LARKFIELD, late, NOW)
    assert found is not None
    assert found.day == 1


def point(day: date, total: int | None, instrument: str = "qids-sr16") -> ScorePoint:
    return ScorePoint("r", instrument, "QIDS-SR16", "month:3", day, total, 27, "", True, False, "self")


def given(day: date) -> Treatment:
    return Treatment(given_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC), given_micrograms=35_000)


def test_before_the_first_dose_there_is_nothing_to_compare() -> None:
    points = [point(date(2026, 5, 8), 19), point(date(2026, 6, 4), 12)]
    found = own_scores(points, [], LARKFIELD, date(2026, 6, 11))
    assert found is not None
    assert found.sentences == ("On 4 June 2026 it was 12. Lower means fewer symptoms.",)


@pytest.mark.pathway("F13")
def test_scores_look_back_and_promise_nothing() -> None:
    points = [point(date(2026, 5, 8), 19), point(date(2026, 6, 1), None), point(date(2026, 6, 4), 12)]
    found = own_scores(points, [given(date(2026, 5, 15))], LARKFIELD, date(2026, 6, 11))
    assert found is not None
    assert found.sentences == (
        "It was 19 before you started. On 4 June 2026 it was 12. Lower means fewer symptoms.",
        "You are 7 points lower. A change of 5 or more is unlikely to be chance alone.",
        "One score cannot say what comes next.",
    )
    assert found.chart.sheet.rows == (("8 May 2026", "19"), ("4 June 2026", "12"))


def test_a_small_change_is_not_called_one() -> None:
    points = [point(date(2026, 5, 8), 12), point(date(2026, 6, 4), 14)]
    found = own_scores(points, [given(date(2026, 5, 15))], LARKFIELD, date(2026, 6, 11))
    assert found is not None
    assert "This change is smaller than that." in found.sentences[1]


def test_without_a_total_of_the_main_questionnaire_nothing_is_drawn() -> None:
    assert own_scores([point(date(2026, 5, 8), 12, "phq-9")], [], LARKFIELD, date(2026, 6, 11)) is None
