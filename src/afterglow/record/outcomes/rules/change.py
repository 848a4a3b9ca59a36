"""What has become of a patient's scores: response, remission and reliable change, against their own baseline.

All of it looks back. Nothing here says what will happen: predictors of response are unconfirmed (F13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from afterglow.ground.protocol.schema.outcomes import Response


class Fall(StrEnum):
    """How far a score has fallen from the patient's own baseline."""

    RESPONSE = "response"
    PARTIAL = "partial response"
    NONE = "no response"


class Reliable(StrEnum):
    """Whether a difference is more than chance."""

    BETTER = "reliably better"
    WORSE = "reliably worse"
    WITHIN_CHANCE = "within chance"


@dataclass(frozen=True)
class Scored:
    """One total of one instrument and the calendar day it was answered."""

    day: date
    total: int


@dataclass(frozen=True)
class Change:
    """A latest total beside the patient's own baseline."""

    baseline: int
    latest: int
    fall: Fall
    remission: bool
    reliable: Reliable
    how: str
    source: str

    @property
    def points(self) -> int:
        """Latest less baseline: negative when the patient is better."""
        return self.latest - self.baseline

    @property
    def percent(self) -> int | None:
        """The fall in whole percent of the baseline, never rounded up; None from a baseline of 0."""
        return None if self.baseline == 0 else (self.baseline - self.latest) * 100 // self.baseline


def baseline_of(scores: Sequence[Scored], first_dose: date | None) -> Scored | None:
    """The last score on or before the day of the first dose ever; the latest one while none was given.

    A course that is started again keeps the first baseline: the first dose is the first ever.
    """
    before = [score for score in scores if first_dose is None or score.day <= first_dose]
    return max(before, key=lambda score: score.day, default=None)


def responded(baseline: int, total: int, rule: Response) -> bool:
    """Whether a total has fallen from the baseline by at least the rule's percentage."""
    return baseline > 0 and (baseline - total) * 100 >= rule.response_fall_of * baseline


def change_from(baseline: int, latest: int, rule: Response) -> Change:
    """Compare two totals of the same instrument by the rule's lines, in whole numbers throughout."""
    difference = latest - baseline
    fall = Fall.NONE
    if responded(baseline, latest, rule):
        fall = Fall.RESPONSE
    elif baseline > 0 and -difference * 100 >= rule.partial_fall_of * baseline:
        fall = Fall.PARTIAL
    reliable = Reliable.WITHIN_CHANCE
    if abs(difference) >= rule.reliable_change:
        reliable = Reliable.BETTER if difference < 0 else Reliable.WORSE
    how = (
        f"{baseline} at baseline, {latest} now: {difference:+d} points. Response is a fall of "
        f"{rule.response_fall_of} % or more, remission {rule.remission_at_most} or less, "
        f"reliable a difference of {rule.reliable_change} or more."
    )
    return Change(baseline, latest, fall, latest <= rule.remission_at_most, reliable, how, rule.source)
