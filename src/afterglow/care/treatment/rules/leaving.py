"""The leaving checklist: what the clock, the readings and the nurse say, line by line. A nurse lets the patient go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from afterglow.care.course.rules.dose_review import FIRST_TREATMENTS
from afterglow.care.treatment.rules.blood_pressure import BloodPressure
from afterglow.care.treatment.rules.recovery_scores import NAMES, Kind
from afterglow.ground.design.words import clock
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.companion import Companion
from afterglow.ground.protocol.schema.leaving import Afterwards, Leaving, Pressure, Recovery
from afterglow.ground.protocol.schema.treatments import Stay


class Said(StrEnum):
    """Who says whether a line is met."""

    CLOCK = "from the clock"
    READINGS = "from readings"
    NURSE = "by the nurse"


@dataclass(frozen=True)
class Line:
    """One line of the checklist. ``met`` is None while nobody can say yet; ``weight`` is what it weighs unmet."""

    code: str
    words: str
    met: bool | None
    said: Said
    source: str
    how: str = ""
    weight: Severity = Severity.STOP


@dataclass(frozen=True)
class EscortHere:
    """The person who takes the patient home, once they stand there: name, and advice given to both, by whom."""

    name: str
    advice_given_to_both: bool
    seen_by: str


@dataclass(frozen=True)
class Recovered:
    """What is known when somebody wants to leave.

    ``pressures`` are those since the dose ended, oldest first, ``own`` the reading before the dose, ``alertness`` the
    level on the protocol's sedation scale and ``calm`` that on its scale of agitation, ``scores`` the latest total of
    each recovery score, ``ticked`` the nurse's answers by check code.
    """

    dose_ended_at: datetime | None
    pressures: tuple[BloodPressure, ...]
    own: BloodPressure | None
    alertness: int | None
    ticked: Mapping[str, bool]
    escort: EscortHere | None
    scores: Mapping[Kind, int] = field(default_factory=dict)
    calm: int | None = None


def leaving_lines(
    facts: Recovered, leaving: Leaving, stay: Stay | None, companion: Companion, now: datetime, zone: ZoneInfo
) -> tuple[Line, ...]:
    """The whole checklist in order: stay, pressure, alertness, recovery scores, the nurse's checks, escort."""
    lines = [_stay(facts, stay, now, zone)] if stay is not None else []
    lines.append(_pressure(facts, leaving.pressure))
    lines.append(_alert(facts, leaving))
    lines.extend(_scores(facts.scores, leaving.recovery))
    lines.extend(
        Line(check.code, check.say, facts.ticked.get(check.code), Said.NURSE, check.source) for check in leaving.checks
    )
    lines.append(_escort(facts.escort, companion))
    return tuple(lines)


def leaving_findings(lines: Iterable[Line]) -> tuple[Finding, ...]:
    """One finding for each line that is not met, weighed as the line is."""
    return tuple(
        Finding(f"leaving-{line.code}", line.weight, f"Not yet: {line.words}", line.source, how=line.how)
        for line in lines
        if not line.met
    )


def travel_words(afterwards: Afterwards, treatment_number: int, dose_raised: bool) -> tuple[str, ...]:
    """What is said about driving, cycling and machinery. Never a time that is safe for one person.

    ``treatment_number`` counts from 1. Drowsiness the next day is likelier after the first treatments and after
    a higher dose (F16), which is said to the people it concerns.
    """
    words = [afterwards.driving.say, afterwards.cycling.say, afterwards.machinery.say]
    if treatment_number <= FIRST_TREATMENTS:
        words.append("This was one of your first treatments: you may still be drowsy tomorrow.")
    if dose_raised:
        words.append("Your dose was higher than last time: you may still be drowsy tomorrow.")
    return tuple(words)


_SETTLED_WITHIN = 5
"""So many mmHg from one reading to the next are no rise (default)."""


def _stay(facts: Recovered, stay: Stay, now: datetime, zone: ZoneInfo) -> Line:
    minutes = int(stay.at_least.total_seconds() // 60)
    words = f"{minutes}\u00a0minutes since the dose ended"
    if facts.dose_ended_at is None:
        return Line("stay", words, None, Said.CLOCK, stay.source, how="The dose has not ended.")
    earliest = facts.dose_ended_at + stay.at_least
    return Line("stay", words, now >= earliest, Said.CLOCK, stay.source, how=f"Earliest {clock(earliest, zone)}.")


def _pressure(facts: Recovered, rule: Pressure) -> Line:
    limits = f"upper {rule.or_systolic.words} and lower {rule.or_diastolic.words}"
    words = f"Last blood pressure within {rule.within_of_own} % of the patient’s own, or {limits}"
    if rule.not_rising:
        words += ", and not rising: this takes two readings"
    if not facts.pressures:
        return Line("pressure", words, None, Said.READINGS, rule.source, how="No reading since the dose ended.")
    last = facts.pressures[-1]
    met = _near(last, facts.own, rule) or _low(last, rule)
    if rule.not_rising:
        met = met and not _rising(facts.pressures)
    shown = ", ".join(str(pressure) for pressure in facts.pressures[-2:])
    own = f"; own {facts.own}" if facts.own else ""
    again = ". Measure once more: one reading cannot show whether it rises." if _needs_another(facts, rule) else ""
    return Line("pressure", words, met, Said.READINGS, rule.source, how=f"{shown}{own}{again}")


def _needs_another(facts: Recovered, rule: Pressure) -> bool:
    return rule.not_rising and len(facts.pressures) == 1


def _near(last: BloodPressure, own: BloodPressure | None, rule: Pressure) -> bool:
    return own is not None and all(
        abs(value - before) * 100 <= rule.within_of_own * before
        for value, before in ((last.systolic, own.systolic), (last.diastolic, own.diastolic))
    )


def _low(last: BloodPressure, rule: Pressure) -> bool:
    return rule.or_systolic.passed_by(last.systolic) and rule.or_diastolic.passed_by(last.diastolic)


def _rising(pressures: Sequence[BloodPressure]) -> bool:
    """Whether the upper pressure went up since the reading before. One reading cannot say, and counts as rising."""
    return len(pressures) < 2 or pressures[-1].systolic - pressures[-2].systolic > _SETTLED_WITHIN


def _scores(reached: Mapping[Kind, int], rule: Recovery | None) -> list[Line]:
    if rule is None:
        return []
    found = []
    for kind in rule.scores:
        total = reached.get(kind)
        words = f"{NAMES[kind]} score {rule.enough} of 10 or more"
        how = "Not scored yet." if total is None else f"{total} of 10."
        met = None if total is None else total >= rule.enough
        found.append(Line(kind, words, met, Said.NURSE, rule.source, how=how))
    return found


def _alert(facts: Recovered, leaving: Leaving) -> Line:
    least = leaving.sedation_at_least
    seen = [facts.alertness >= least] if facts.alertness is not None else []
    seen += [facts.calm == 0] if facts.calm is not None else []
    words = f"Awake: MOAA/S {least} or more, or RASS 0"
    rated = [f"MOAA/S {facts.alertness}"] if facts.alertness is not None else []
    rated += [f"RASS {facts.calm:+d}" if facts.calm else "RASS 0"] if facts.calm is not None else []
    how = ", ".join(rated) or "Not rated since the dose ended: it belongs to a reading."
    return Line("alert", words, all(seen) if seen else None, Said.READINGS, leaving.source, how=how)


def _escort(escort: EscortHere | None, companion: Companion) -> Line:
    weight = Severity.STOP if companion.escort.home == "required" else Severity.CAUTION
    words = "The person who takes the patient home is here, and advice was given to both"
    met = escort is not None and bool(escort.name.strip()) and escort.advice_given_to_both
    how = f"{escort.name}, seen by {escort.seen_by}" if escort else "Nobody is here yet."
    return Line("escort", words, met, Said.NURSE, companion.escort.source, how=how, weight=weight)
