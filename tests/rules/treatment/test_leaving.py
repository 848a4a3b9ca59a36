"""The leaving checklist."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from afterglow.care.treatment.rules.blood_pressure import BloodPressure
from afterglow.care.treatment.rules.leaving import (
    EscortHere,
    Line,
    Recovered,
    leaving_findings,
    leaving_lines,
    travel_words,
)
from afterglow.ground.kernel.finding import Severity
from afterglow.ground.protocol.schema.protocol import Protocol
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable
from tests.rules.united_states import UNITED_STATES

LONDON = ZoneInfo("Europe/London")
ENDED = datetime(2026, 6, 12, 11, 2, tzinfo=LONDON)
HOUR = timedelta(hours=1)


def pressure(shown: str, minute: int = 0) -> BloodPressure:
    systolic, diastolic = shown.split("/")
    return BloodPressure(int(systolic), int(diastolic), ENDED + timedelta(minutes=minute))


READY = Recovered(
    dose_ended_at=ENDED,
    pressures=(pressure("140/88", 30), pressure("136/84", 60)),
    own=pressure("130/80", -60),
    alertness=5,
    ticked={check.code: True for check in LARKFIELD.leaving.checks},
    escort=EscortHere("Anna Wells", advice_given_to_both=True, seen_by="P. Shah"),
    scores={"aldrete": 10, "padss": 9},
)


def lines(
    facts: Recovered,
    minute: int = 60,
    home: str = "required",
    route: str = "intravenous",
    protocol: Protocol = LARKFIELD,
) -> tuple[Line, ...]:
    escort = LARKFIELD.companion.escort.model_copy(update={"home": home})
    companion = LARKFIELD.companion.model_copy(update={"escort": escort})
    stay = protocol.treatment(route).stay  # type: ignore[arg-type]
    return leaving_lines(facts, LARKFIELD.leaving, stay, companion, ENDED + timedelta(minutes=minute), LONDON)


def open_codes(facts: Recovered, minute: int = 60) -> list[str]:
    return [one.code for one in leaving_findings(lines(facts, minute))]


@pytest.mark.pathway("I5")
def test_with_every_line_met_nothing_is_open() -> None:
    assert open_codes(READY) == []
    assert lines(READY)[0].words == "60\u00a0minutes since the dose ended"
    assert lines(READY)[1].how == "140/88, 136/84; own 130/80"
    assert [line.code for line in lines(READY)] == [
        "stay",
        "pressure",
        "alert",
        "aldrete",
        "padss",
        *(check.code for check in LARKFIELD.leaving.checks),
        "escort",
    ]


STAY_TABLE = SafetyTable(
    "Leaving: the stay",
    "From the end of the dose, as the protocol has it for the route; under the United States’ scheme 2 hours.",
    ("where", "route", "minutes since the end", "met"),
    (
        ("england", "intravenous", 59, False),
        ("england", "intravenous", 60, True),
        ("england", "nasal", 59, False),
        ("england", "nasal", 60, True),
        ("united-states", "nasal", 119, False),
        ("united-states", "nasal", 120, True),
    ),
)


@pytest.mark.parametrize(("where", "route", "minute", "met"), STAY_TABLE.rows)
@pytest.mark.pathway("F21")
def test_the_stay_is_counted_from_the_end_of_the_dose(where: str, route: str, minute: int, met: bool) -> None:
    protocol = LARKFIELD if where == "england" else UNITED_STATES
    assert lines(READY, minute, route=route, protocol=protocol)[0].met is met


def test_the_stay_says_from_when_on() -> None:
    assert lines(READY, 59)[0].how == "Earliest 12:02."


def test_before_the_dose_has_ended_nobody_can_say() -> None:
    assert lines(replace(READY, dose_ended_at=None))[0].met is None


PRESSURE_TABLE = SafetyTable(
    "Leaving: the last blood pressure",
    "Within 20 % of the patient’s own or below 160/100, and not rising: two readings. A dash: nobody can say yet.",
    ("own, before the dose", "since the dose ended", "met"),
    (
        ("130/80", ("150/90", "156/96"), False),  # rising
        ("130/80", ("152/92", "156/96"), True),  # 20 % over both, and 4 mmHg is no rise
        ("130/80", ("160/100", "157/97"), True),  # above 20 %, but below 160/100
        ("130/80", ("170/99", "162/99"), False),
        ("160/102", ("180/110", "175/108"), True),  # high, but near the patient's own
        ("150/95", ("182/112", "180/114"), True),  # exactly 20 % over both
        ("150/95", ("182/112", "181/114"), False),
        ("150/95", ("182/112", "180/115"), False),
        ("130/80", ("150/90", "155/90"), True),  # 5 mmHg is no rise
        (None, ("150/90", "150/90"), True),
        (None, ("165/90", "160/90"), False),
        ("130/80", ("130/80",), False),  # one reading cannot show that it is not rising
        ("130/80", (), None),
        ("130/80", ("100/60", "98/60"), True),
    ),
)


@pytest.mark.parametrize(("own", "readings", "met"), PRESSURE_TABLE.rows)
@pytest.mark.pathway("I5")
def test_the_last_pressure_is_settled(own: str | None, readings: tuple[str, ...], met: bool | None) -> None:
    taken = tuple(pressure(shown, 15 * place) for place, shown in enumerate(readings))
    facts = replace(READY, own=pressure(own) if own else None, pressures=taken)
    assert lines(facts)[1].met is met


@pytest.mark.parametrize(("level", "open_line"), [(5, []), (4, ["leaving-alert"]), (None, ["leaving-alert"])])
def test_awake(level: int | None, open_line: list[str]) -> None:
    assert open_codes(replace(READY, alertness=level)) == open_line


@pytest.mark.parametrize("code", [check.code for check in LARKFIELD.leaving.checks])
def test_each_of_the_nurses_checks_is_asked(code: str) -> None:
    ticked = dict(READY.ticked)
    del ticked[code]
    assert open_codes(replace(READY, ticked=ticked)) == [f"leaving-{code}"]
    assert open_codes(replace(READY, ticked=ticked | {code: False})) == [f"leaving-{code}"]


@pytest.mark.parametrize(
    ("escort", "met"),
    [
        (None, False),
        (EscortHere("", True, "P. Shah"), False),
        (EscortHere("Anna Wells", False, "P. Shah"), False),
        (EscortHere("Anna Wells", True, "P. Shah"), True),
    ],
)
@pytest.mark.pathway("I2", "S8")
def test_the_escort_is_here_named_and_both_were_advised(escort: EscortHere | None, met: bool) -> None:
    assert lines(replace(READY, escort=escort))[-1].met is met


@pytest.mark.parametrize(("home", "severity"), [("required", Severity.STOP), ("advised", Severity.CAUTION)])
@pytest.mark.pathway("F17", "F36")
def test_a_missing_escort_weighs_as_the_clinic_has_it(home: str, severity: Severity) -> None:
    (finding,) = leaving_findings(lines(replace(READY, escort=None), home=home))
    assert finding.severity is severity


@pytest.mark.parametrize(
    ("reached", "open_codes_of_scores"),
    [
        ({}, ["leaving-aldrete", "leaving-padss"]),
        ({"aldrete": 9}, ["leaving-padss"]),
        ({"aldrete": 10, "padss": 8}, ["leaving-padss"]),
        ({"aldrete": 9, "padss": 9}, []),
    ],
)
def test_each_score_reaches_its_line_before_leaving(reached: dict[str, int], open_codes_of_scores: list[str]) -> None:
    assert open_codes(replace(READY, scores=reached)) == open_codes_of_scores


def test_without_scores_the_checklist_is_the_clinics_rule() -> None:
    own_rule = LARKFIELD.leaving.model_copy(update={"recovery": None})
    stay = LARKFIELD.treatment("intravenous").stay
    found = leaving_lines(replace(READY, scores={}), own_rule, stay, LARKFIELD.companion, ENDED + HOUR, LONDON)
    assert leaving_findings(found) == ()


def test_one_reading_is_said_not_to_show_whether_the_pressure_rises() -> None:
    line = lines(replace(READY, pressures=(pressure("130/80"),)))[1]
    assert (line.met, "not rising: this takes two readings" in line.words) == (False, True)
    assert line.how.endswith("Measure once more: one reading cannot show whether it rises.")


DRIVING_TABLE = SafetyTable(
    "What is said about driving, cycling and machinery",
    "Never before the next morning, and never a time that is safe for one person. More is said after one of the first "
    "three treatments, and after a higher dose.",
    ("treatment", "dose was raised", "further sentences"),
    ((1, False, 1), (3, False, 1), (4, False, 0), (4, True, 1), (2, True, 2)),
)


@pytest.mark.parametrize(("number", "raised", "more"), DRIVING_TABLE.rows)
@pytest.mark.pathway("F16", "I6")
def test_driving_is_not_before_the_next_morning_and_never_a_time(number: int, raised: bool, more: int) -> None:
    words = travel_words(LARKFIELD.afterwards, number, raised)
    assert len(words) == 3 + more
    assert "until the next morning" in words[0]
    assert "Do not cycle" in words[1]
    assert "machinery" in words[2]
    assert not any(letter.isdigit() for letter in "".join(words))
