"""A patient's own scores, looking back only: no score says what comes next (F13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from afterglow.care.course.models import Treatment
from afterglow.ground.design import words
from afterglow.ground.design.charts.own_scores import OwnScoresChart, own_scores_chart
from afterglow.ground.design.charts.scores import DoseOnDay, Score, ScoreSheet
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.outcomes import Response
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.outcomes.queries import ScorePoint
from afterglow.record.outcomes.rules.catalogue import instrument_of
from afterglow.record.outcomes.rules.change import Reliable, Scored, baseline_of, change_from
from afterglow.record.outcomes.rules.words import own_about


@dataclass(frozen=True)
class OwnScores:
    """The sentences, and the chart with its table."""

    sentences: tuple[str, ...]
    chart: OwnScoresChart


def own_scores(
    points: Sequence[ScorePoint], given: Sequence[Treatment], protocol: Protocol, today: date
) -> OwnScores | None:
    """The scores of the clinic's main questionnaire with the doses; None while there is no total."""
    found = [point for point in points if point.instrument == protocol.outcomes.primary and point.total is not None]
    if not found:
        return None
    doses = [(local_day(one.given_at, protocol.zone), one.given_micrograms or 0) for one in given if one.given_at]
    scored = [Scored(point.day, point.total) for point in found if point.total is not None]
    about = own_about(instrument_of(protocol.outcomes.primary, protocol.outcomes))
    return OwnScores(_sentences(scored, doses, protocol), own_scores_chart(_sheet(about, found, doses, today)))


def _sheet(about: str, points: Sequence[ScorePoint], doses: Sequence[tuple[date, int]], today: date) -> ScoreSheet:
    last = points[-1]
    given = f" Treatments on {', '.join(words.day(day) for day, _ in doses)}." if doses else ""
    return ScoreSheet(
        name=f"Your {about} score",
        summary=f"{', then '.join(str(point.total) for point in points)}.{given}",
        least=0,
        most=last.most or 27,
        today=today,
        heads=("Day", "Score"),
        rows=tuple((words.day(point.day), str(point.total)) for point in points),
        scores=tuple(Score(point.day, float(point.total or 0)) for point in points),
        doses=tuple(DoseOnDay(day, micrograms, str(Dose(micrograms))) for day, micrograms in doses),
    )


def _sentences(scored: Sequence[Scored], doses: Sequence[tuple[date, int]], protocol: Protocol) -> tuple[str, ...]:
    latest = scored[-1]
    baseline = baseline_of(scored, doses[0][0] if doses else None)
    if baseline is None or baseline.day == latest.day:
        return (f"On {words.day(latest.day)} it was {latest.total}. Lower means fewer symptoms.",)
    before = "before you started" if doses else f"on {words.day(baseline.day)}"
    now = f"On {words.day(latest.day)} it was {latest.total}. Lower means fewer symptoms."
    first = f"It was {baseline.total} {before}. {now}"
    rule = protocol.outcomes.response(protocol.outcomes.primary)
    return (
        first,
        *(_change(baseline.total, latest.total, rule) if rule else ()),
        "One score cannot say what comes next.",
    )


def _change(baseline: int, latest: int, rule: Response) -> tuple[str, ...]:
    change = change_from(baseline, latest, rule)
    line = f"A change of {rule.reliable_change} or more is unlikely to be chance alone."
    if change.reliable is Reliable.WITHIN_CHANCE:
        return (f"{line} This change is smaller than that.",)
    direction = "lower" if change.points < 0 else "higher"
    return (f"You are {abs(change.points)} points {direction}. {line}",)
