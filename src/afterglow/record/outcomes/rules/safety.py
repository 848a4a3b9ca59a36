"""The question about thoughts of suicide: how soon a person must act on an answer, and what staff read about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.safety import URGENCIES, SuicideItem, Urgency
from afterglow.record.outcomes.rules.instrument import Answers, Instrument

TO_DO: dict[Urgency, str] = {
    "none": "nothing to do",
    "review-before-next-dose": "review before the next dose",
    "call-same-day": "call the patient today",
    "now": "call the patient now",
}
"""What each urgency asks of the person on duty."""


@dataclass(frozen=True)
class SafetyConcern:
    """An answer of 1 or more to a safety item: what was answered, and how soon somebody must act."""

    instrument: str
    item: str
    value: int
    answer: str
    previous: int | None
    urgency: Urgency
    source: str

    @property
    def worse(self) -> bool:
        """Whether the answer is higher than last time. Without a last time it is not."""
        return self.previous is not None and self.value > self.previous


def grade_safety(
    instrument: Instrument, answers: Answers, previous: int | None, grading: SuicideItem
) -> SafetyConcern | None:
    """Grade the answer to the safety item; None when the instrument has none, or it is 0 or blank.

    ``previous`` is the answer given last time in the same instrument, None if there was none. An answer that
    the grading does not name is graded like the nearest lower one that it names, and never below a review.
    One step up when it is worse than last time, if the grading says so.
    """
    key = instrument.safety_item
    value = answers.get(key) if key else None
    if key is None or not value:
        return None
    named = [URGENCIES.index(grade.then) for grade in grading.grades if grade.answer <= value]
    step = max([1, *named])
    if grading.step_up_when_worse and previous is not None and value > previous:
        step = min(step + 1, len(URGENCIES) - 1)
    answer = instrument.item(key).option(value).words
    return SafetyConcern(instrument.code, key, value, answer, previous, URGENCIES[step], grading.source)


def act_by(concern: SafetyConcern, raised_at: datetime, same_day_call_by: time, zone: ZoneInfo) -> datetime | None:
    """Until when somebody must have acted; None when it is to be reviewed before the next dose.

    A call on the same day is due by the clinic's hour. An answer that comes after that hour is due at once:
    the deadline never moves to the next day.
    """
    if concern.urgency == "now":
        return raised_at
    if concern.urgency == "call-same-day":
        local = raised_at.astimezone(zone)
        return max(raised_at, datetime.combine(local.date(), same_day_call_by, zone))
    return None


def safety_findings(instrument: Instrument, answers: Answers, concern: SafetyConcern | None) -> tuple[Finding, ...]:
    """What staff read about the safety item of one questionnaire.

    A blank item is said, because a total beside it could look like a no. An answer of 0 gives no finding at
    all: it is never shown as a good sign.
    """
    if concern is not None:
        return (_raised(instrument, concern),)
    if instrument.safety_item is None or answers.get(instrument.safety_item) is not None:
        return ()
    return (
        Finding(
            "suicide-item-blank",
            Severity.CAUTION,
            "The question about thoughts of suicide was left blank. Ask in person before the next dose.",
            "default",
            how=f"{instrument.name} item {instrument.safety_item}: no answer",
        ),
    )


def before_next_dose(concern: SafetyConcern | None, reviewed_at: datetime | None) -> tuple[Finding, ...]:
    """A stop while no clinician has talked a concern over with the patient; nothing afterwards."""
    if concern is None or reviewed_at is not None:
        return ()
    return (
        Finding(
            "suicide-item-not-reviewed",
            Severity.STOP,
            "An answer about thoughts of suicide has not been reviewed. Talk with the patient before this dose.",
            concern.source,
            how=f"{concern.instrument} item {concern.item}: {concern.value}, “{concern.answer}”",
        ),
    )


def _raised(instrument: Instrument, concern: SafetyConcern) -> Finding:
    worse = f", up from {concern.previous} last time" if concern.worse else ""
    return Finding(
        "suicide-item",
        Severity.STOP if concern.urgency == "now" else Severity.CAUTION,
        f"Thoughts of suicide: answered {concern.value}{worse}. To do: {TO_DO[concern.urgency]}.",
        concern.source,
        how=f"{instrument.name} item {concern.item}: “{concern.answer}”",
    )
