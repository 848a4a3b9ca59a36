"""The monitoring form of a risk-minimisation scheme, filled from what was recorded (US scheme for esketamine, 2024).

What the record does not hold stays open and is named: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from afterglow.ground.design.words import day
from afterglow.ground.kernel.quantity import Dose

FAMILIES = (
    ("benzodiazepine", "Benzodiazepine"),
    ("z-drug", "Other sedative-hypnotic"),
    ("opioid", "Opioid"),
    ("stimulant", "Psychostimulant"),
    ("maoi", "MAO inhibitor"),
)
"""Families of medicines the form asks about, as the protocol names them and as the form does."""

OPEN = "not recorded"


@dataclass(frozen=True)
class Facts:
    """What was recorded about one session. None where it was not."""

    name: str
    born: date
    sex: str
    first_treatment: bool
    enrolled: bool | None
    families: frozenset[str]
    clinician: str
    phone: str
    email: str
    setting: str
    address: str
    treated_on: date
    dose: Dose
    lots: tuple[str, ...]
    began: datetime
    left: datetime | None
    ready: datetime | None
    before: str | None
    at_forty: str | None
    last: str | None
    acceptable_before: bool | None
    acceptable_after: bool | None
    sedated: bool | None
    dissociated: bool | None
    events: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """One heading of the form and what stands there."""

    heading: str
    text: str

    @property
    def is_open(self) -> bool:
        """Whether the record does not hold it."""
        return self.text == OPEN


def filled(facts: Facts) -> tuple[Answer, ...]:
    """Every heading of the form, in its order."""
    return tuple(Answer(heading, text) for heading, text in (*_who(facts), *_where(facts), *_course(facts)))


def left_open(answers: Iterable[Answer]) -> tuple[str, ...]:
    """The headings for which the record holds nothing."""
    return tuple(one.heading for one in answers if one.is_open)


def send_by(treated: datetime, within: timedelta) -> datetime:
    """Until when the form is sent."""
    return treated + within


def _who(facts: Facts) -> tuple[tuple[str, str], ...]:
    taken = tuple((f"Takes: {words}", _yes_no(code in facts.families)) for code, words in FAMILIES)
    return (
        ("Patient", facts.name),
        ("Date of birth", day(facts.born)),
        ("Sex", facts.sex or OPEN),
        ("First treatment", _yes_no(facts.first_treatment)),
        ("Enrolled in the scheme", _yes_no(facts.enrolled)),
        *taken,
    )


def _where(facts: Facts) -> tuple[tuple[str, str], ...]:
    return (
        ("Monitored by", facts.clinician),
        ("Phone", facts.phone),
        ("E-mail", facts.email),
        ("Healthcare setting", facts.setting),
        ("Address", facts.address),
    )


def _course(facts: Facts) -> tuple[tuple[str, str], ...]:
    return (
        ("Treatment date", day(facts.treated_on)),
        ("Dose", str(facts.dose)),
        ("Lot numbers", ", ".join(facts.lots) or OPEN),
        ("Minutes from the first device to the end of monitoring", _minutes(facts.began, facts.left)),
        ("Minutes until ready to leave", _minutes(facts.began, facts.ready)),
        ("Vital signs acceptable before the dose", _yes_no(facts.acceptable_before)),
        ("Vital signs acceptable before leaving", _yes_no(facts.acceptable_after)),
        ("Blood pressure before the dose", facts.before or OPEN),
        ("Blood pressure about 40 minutes after", facts.at_forty or OPEN),
        ("Blood pressure before leaving", facts.last or OPEN),
        ("Sedation", _yes_no(facts.sedated)),
        ("Dissociation", _yes_no(facts.dissociated)),
        ("Serious adverse events", "; ".join(facts.events) or "none recorded"),
    )


def _yes_no(answer: bool | None) -> str:
    return OPEN if answer is None else "yes" if answer else "no"


def _minutes(began: datetime, ended: datetime | None) -> str:
    return OPEN if ended is None else str(int((ended - began).total_seconds() // 60))
