"""Which score belongs to which visit after the first dose, and why a visit has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from afterglow.ground.kernel.period import Months
from afterglow.record.outcomes.rules.change import Scored


class Absence(StrEnum):
    """Why somebody who started has no score at a visit."""

    NOT_YET = "not treated that long yet"
    LEFT = "left before"
    NO_ANSWER = "no answer"


@dataclass(frozen=True)
class Starter:
    """One person who was given a first dose: their own baseline, their scores after it, and when they left."""

    first_dose: date
    baseline: int | None
    scores: tuple[Scored, ...] = ()
    left: date | None = None


def scores_at_visits(starter: Starter, visits: Sequence[Months], window: timedelta) -> Mapping[Months, Scored]:
    """The score of each visit that has one: the nearest inside the window, and no score counts twice.

    A score belongs to the visit it lies nearest to, the earlier one of two that are as near; at each visit the nearest
    of those counts, the earlier one of two (clinical.md 5, j).
    """
    days = {visit: visit.after(starter.first_dose) for visit in visits}
    found: dict[Months, Scored] = {}
    for score in sorted(starter.scores, key=lambda one: one.day):
        visit = min(visits, key=lambda one: (abs(score.day - days[one]), one), default=None)
        if visit is None or abs(score.day - days[visit]) > window or score.day <= starter.first_dose:
            continue
        before = found.get(visit)
        if before is None or abs(score.day - days[visit]) < abs(before.day - days[visit]):
            found[visit] = score
    return found


def absence(starter: Starter, visit: Months, window: timedelta, today: date) -> Absence:
    """Why there is no score: the visit can still come, the patient had left by then, or nobody answered.

    The first is no drop-out: N falls also because some have not been treated that long (F32).
    """
    day = visit.after(starter.first_dose)
    if starter.left is not None and starter.left <= day:
        return Absence.LEFT
    return Absence.NOT_YET if today <= day + window else Absence.NO_ANSWER
