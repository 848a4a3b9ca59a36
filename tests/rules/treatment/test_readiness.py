"""Ready to treat: answers, what was taken before, company, and the interlocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from afterglow.care.treatment.rules.companion import Person, escort_findings, sitter_findings
from afterglow.care.treatment.rules.interlocks import BeforeDose, interlock_findings
from afterglow.care.treatment.rules.readiness import (
    About,
    Asker,
    answer_findings,
    open_questions,
    questions_for,
    told,
)
from afterglow.care.treatment.rules.taken_before import (
    alcohol_findings,
    benzodiazepine_findings,
    fasting_findings,
)
from afterglow.ground.kernel.finding import Severity, unresolved
from afterglow.ground.protocol.schema.companion import Companion
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable

LONDON = ZoneInfo("Europe/London")
QUESTIONS = LARKFIELD.readiness.for_route("intravenous")
CAUTION, STOP, INFO = Severity.CAUTION, Severity.STOP, Severity.INFO


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


DOSE_AT = local("2026-06-12 10:30")


ANSWERS_TABLE = SafetyTable(
    "Readiness: what an answer weighs",
    "By Larkfield’s questions. A benzodiazepine is a caution, never a stop (F18).",
    ("question", "answer", "shown as"),
    (
        ("benzodiazepine", "no", None),
        ("benzodiazepine", "might", CAUTION),
        ("benzodiazepine", "every-day", CAUTION),
        ("benzodiazepine", "not-sure", CAUTION),
        ("alcohol", "yes", CAUTION),
        ("food-and-drink", "no", CAUTION),
        ("pregnancy", "yes", STOP),
        ("escort", "not-yet", INFO),
        ("escort", "no", CAUTION),
    ),
)


@pytest.mark.parametrize(("question", "answer", "severity"), ANSWERS_TABLE.rows)
@pytest.mark.pathway("F18", "F20", "S4")
def test_what_an_answer_weighs(question: str, answer: str, severity: Severity | None) -> None:
    found = answer_findings(QUESTIONS, {question: answer})
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all(not one.interlock for one in found)


def test_staff_read_what_was_answered_and_the_patients_own_words_stand_in_quotes() -> None:
    (finding,) = answer_findings(QUESTIONS, {"benzodiazepine": "might"})
    assert finding.words == "Diazepam or a similar tablet: “Yes”."
    assert finding.how.startswith("The patient is told: “These tablets probably make ketamine work less")
    (alone,) = escort_findings(LARKFIELD.companion, None)
    assert alone.words.endswith(
        "Say to the patient: “We advise that an adult takes you home, and that somebody is nearby in the evening.”"
    )


def test_the_nurse_asks_on_the_day_what_was_done_and_not_what_will_be() -> None:
    asked = {one.code: one.as_nurse_asks_it for one in questions_for(QUESTIONS, Asker.NURSE, About())}
    assert asked["alcohol"] == "Did you drink any alcohol last night or today?"
    assert asked["unwell"] == LARKFIELD.readiness.question("unwell").ask
    assert not any(words.startswith("Will ") for words in asked.values())


def test_an_answer_nobody_offered_is_refused() -> None:
    with pytest.raises(KeyError):
        answer_findings(QUESTIONS, {"alcohol": "a little"})


@pytest.mark.parametrize(
    ("who", "about", "asks", "asks_not"),
    [
        (Asker.PATIENT, About(), "benzodiazepine", "pregnancy"),
        (Asker.PATIENT, About(could_be_pregnant=True), "pregnancy", "bladder"),
        (Asker.NURSE, About(), "bladder", "pregnancy"),
    ],
)
def test_who_is_asked_what(who: Asker, about: About, asks: str, asks_not: str) -> None:
    codes = [question.code for question in questions_for(QUESTIONS, who, about)]
    assert asks in codes
    assert asks_not not in codes


def test_the_check_is_complete_when_every_question_has_an_answer() -> None:
    questions = questions_for(QUESTIONS, Asker.NURSE, About())
    answers = {question.code: question.options[0].code for question in questions}
    assert open_questions(questions, answers) == ()
    del answers["alcohol"]
    assert [one.code for one in open_questions(questions, answers)] == ["not-answered-alcohol"]


@pytest.mark.pathway("F18")
def test_the_patient_is_told_that_nothing_is_cancelled_and_not_to_stop_a_daily_tablet() -> None:
    (finding,) = told(QUESTIONS, {"benzodiazepine": "every-day", "alcohol": "no"})
    assert finding.severity is CAUTION
    assert "not cancelled" in finding.words
    assert "Keep taking it as you do" in finding.words


BENZODIAZEPINE_TABLE = SafetyTable(
    "Readiness: a benzodiazepine or sleeping tablet",
    "Dose on 12 June at 10:30. The night before begins at 18:00.",
    ("taken", "every day", "a caution"),
    (
        (None, False, False),
        ("2026-06-11 08:00", False, False),
        ("2026-06-11 17:59", False, False),
        ("2026-06-11 18:00", False, True),
        ("2026-06-11 21:30", False, True),
        ("2026-06-12 06:00", True, True),
    ),
)


@pytest.mark.parametrize(("taken", "every_day", "caution"), BENZODIAZEPINE_TABLE.rows)
@pytest.mark.pathway("F18")
def test_a_benzodiazepine_the_night_before_or_on_the_day_is_a_caution_never_a_stop(
    taken: str | None, every_day: bool, caution: bool
) -> None:
    found = benzodiazepine_findings(local(taken) if taken else None, every_day, DOSE_AT, LONDON)
    assert [one.severity for one in found] == ([CAUTION] if caution else [])
    if every_day:
        assert "not to be stopped suddenly" in found[0].words


ALCOHOL_TABLE = SafetyTable(
    "Readiness: alcohol",
    "Dose on 12 June at 10:30 (F20).",
    ("drunk", "a caution"),
    ((None, False), ("2026-06-11 17:00", False), ("2026-06-11 20:00", True), ("2026-06-12 07:00", True)),
)


@pytest.mark.parametrize(("drunk", "caution"), ALCOHOL_TABLE.rows)
@pytest.mark.pathway("F20")
def test_alcohol_the_night_before_or_on_the_day(drunk: str | None, caution: bool) -> None:
    found = alcohol_findings(local(drunk) if drunk else None, DOSE_AT, LONDON)
    assert [one.severity for one in found] == ([CAUTION] if caution else [])


def test_the_night_before_is_the_clinics_night_when_the_clocks_change() -> None:
    dose_at = local("2026-03-29 10:30")  # the clocks went forward at 01:00
    assert alcohol_findings(local("2026-03-28 18:00"), dose_at, LONDON)
    assert not alcohol_findings(local("2026-03-28 17:59"), dose_at, LONDON)


FASTING = LARKFIELD.treatment("intravenous").fasting


@pytest.mark.parametrize(
    ("food", "drink", "expected"),
    [
        ("06:30", "08:30", []),
        (None, None, []),
        ("06:31", "08:30", ["Last food at 06:31. The clinic asks for 4 hours without: not before 10:31"]),
        ("05:00", "09:15", ["Last drink at 09:15. The clinic asks for 2 hours without: not before 11:15"]),
    ],
)
@pytest.mark.pathway("S4")
def test_fasting_follows_the_clinics_own_times(food: str | None, drink: str | None, expected: list[str]) -> None:
    assert FASTING is not None
    times = [local(f"2026-06-12 {clock}") if clock else None for clock in (food, drink)]
    found = fasting_findings(times[0], times[1], DOSE_AT, FASTING, LONDON)
    assert [one.words.split(",")[0] for one in found] == expected
    assert all(one.severity is CAUTION for one in found)


DAY = date(2026, 6, 12)
ANNA = Person("Anna", adult=True, able_to_take_home=True)


def policy(room: str, home: str) -> Companion:
    escort = LARKFIELD.companion.escort.model_copy(update={"home": home})
    return LARKFIELD.companion.model_copy(update={"in_treatment_room": room, "escort": escort, "word": "sitter"})


@pytest.mark.parametrize(
    ("room", "sitter", "wants", "expected"),
    [
        ("never", None, False, []),
        ("never", None, True, [("companion-waits-elsewhere", INFO)]),
        ("welcome", None, True, []),
        ("required", ANNA, False, []),
        ("required", None, False, [("no-sitter", STOP)]),
        ("required", replace(ANNA, adult=False), False, [("sitter-not-adult", STOP)]),
    ],
)
@pytest.mark.pathway("F17", "I2")
def test_company_in_the_room_is_forbidden_here_and_required_there(
    room: str, sitter: Person | None, wants: bool, expected: list[tuple[str, Severity]]
) -> None:
    found = sitter_findings(policy(room, "advised"), sitter, wants, DAY)
    assert [(one.code, one.severity) for one in found] == expected


ESCORTS = {
    "an adult who is able": ANNA,
    "nobody": None,
    "not an adult": replace(ANNA, adult=False),
    "an adult who is not able": replace(ANNA, able_to_take_home=False),
}

ESCORT_TABLE = SafetyTable(
    "The way home",
    "Whoever takes the patient home, as the clinic requires or advises it.",
    ("escort home", "who is named", "shown as"),
    (
        ("required", "an adult who is able", None),
        ("required", "nobody", STOP),
        ("advised", "nobody", CAUTION),
        ("required", "not an adult", STOP),
        ("advised", "an adult who is not able", CAUTION),
    ),
)


@pytest.mark.parametrize(("home", "who", "severity"), ESCORT_TABLE.rows)
@pytest.mark.pathway("F36", "I2")
def test_the_way_home(home: str, who: str, severity: Severity | None) -> None:
    found = escort_findings(policy("never", home), ESCORTS[who])
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert [one.code for one in found] == ["no-escort" if who == "nobody" else "escort-not-suitable"][: len(found)]


@pytest.mark.parametrize(
    ("day", "room", "expected"),
    [
        ("2026-01-09", "required", []),
        ("2026-01-10", "required", [STOP]),
        ("2026-01-31", "never", [INFO]),
        ("2026-02-01", "required", []),
    ],
)
@pytest.mark.pathway("F45")
def test_infection_control_is_a_dated_switch(day: str, room: str, expected: list[Severity]) -> None:
    closed = policy(room, "advised")
    times = [{"since": date(2026, 1, 10), "until": date(2026, 2, 1), "reason": "influenza"}]
    control = closed.infection_control.model_validate(
        {"source": "F45", "say": "Nobody may come in with you.", "times": times}
    )
    closed = closed.model_copy(update={"infection_control": control})
    found = sitter_findings(closed, ANNA, False, date.fromisoformat(day))
    assert [one.severity for one in found] == expected


CONFIRMED = BeforeDose(True, True, True, True, True)


INTERLOCKS_TABLE = SafetyTable(
    "Interlocks before a dose",
    "Everything else is in order. Nobody goes past one, whatever the reason. A dash: nobody has asked yet today.",
    ("what", "as it is", "held back by"),
    (
        ("identity confirmed", True, None),
        ("identity confirmed", None, "identity-not-confirmed"),
        ("identity confirmed", False, "identity-not-confirmed"),
        ("consent valid", False, "no-valid-consent"),
        ("has capacity", None, "no-capacity"),
        ("has capacity", False, "no-capacity"),
        ("willing", None, "not-willing"),
        ("willing", False, "not-willing"),
        ("direction signed", False, "direction-not-signed"),
    ),
)


@pytest.mark.parametrize(("what", "answer", "code"), INTERLOCKS_TABLE.rows)
@pytest.mark.pathway("N2")
def test_interlocks_yield_to_nobody(what: str, answer: bool | None, code: str | None) -> None:
    found = interlock_findings(replace(CONFIRMED, **{what.replace(" ", "_"): answer}))
    assert [one.code for one in found] == ([code] if code else [])
    assert unresolved(found, {one.code for one in found}) == found


def test_with_everything_confirmed_no_interlock_holds() -> None:
    assert interlock_findings(CONFIRMED) == ()
    assert len(interlock_findings(BeforeDose(None, False, None, None, False))) == 5
