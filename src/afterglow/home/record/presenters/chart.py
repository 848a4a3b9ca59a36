"""Scores and doses over time as a chart, with the same as a table beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from afterglow.care.course.models import PLANNED
from afterglow.ground.design.charts.scores import Band, DoseOnDay, Score, ScoresChart, ScoreSheet, Stretch, scores_chart
from afterglow.ground.design.words import counted, day
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.home.record.so_far import SoFar, given_on
from afterglow.record.outcomes.rules.instrument import Instrument
from afterglow.record.pathway.models import Move
from afterglow.record.pathway.rules import Stage

_PHASES = {Stage.IN_COURSE: "Course", Stage.MAINTENANCE: "Maintenance", Stage.ON_BREAK: "Break"}
_WIDE_ENOUGH = 14
"""A phase shorter than a fourteenth of the chart keeps its bracket and loses its word, which would run into others."""

_TABLE_ROWS = 40
"""Days in the table beside the chart, newest first; each is on the pages of questionnaires and of the course too."""


def chart_of(
    found: SoFar, moves: Sequence[Move], instrument: Instrument, protocol: Protocol, today: date
) -> ScoresChart | None:
    """The chart of the primary questionnaire with every dose beneath it; None while there is neither."""
    if not found.totals and not found.doses:
        return None
    scores, doses = tuple(_scores(found)), tuple(_doses(found, protocol))
    first = min([one.on for one in scores] + [one.on for one in doses])
    return scores_chart(
        ScoreSheet(
            name=f"{instrument.name} scores with doses",
            summary=_summary(found, instrument),
            least=0,
            most=max((band.most for band in instrument.bands), default=1),
            today=today,
            heads=("Day", instrument.name, "Severity", "Dose"),
            rows=tuple(_rows(found, protocol)),
            scores=scores,
            doses=doses,
            bands=tuple(Band(band.least, band.name) for band in instrument.bands),
            phases=tuple(_phases(moves, protocol, first, today)),
            notes=_notes(found),
            baseline=found.baseline.total if found.baseline else None,
        )
    )


def is_cut(found: SoFar) -> bool:
    """Whether the table beside the chart leaves out older days."""
    return len({one.day for one in found.totals} | {one.day for one in found.doses}) > _TABLE_ROWS


def _scores(found: SoFar) -> Iterator[Score]:
    named = {one: (words, place) for one, words, place in _named(found)}
    for place, total in enumerate(found.totals):
        words, where = named.get(place, ("", "above"))
        yield Score(total.day, total.total, words, where)


def _named(found: SoFar) -> Iterator[tuple[int, str, str]]:
    """The few scores that carry a label: the best and the latest. The baseline has its line."""
    last = len(found.totals) - 1
    best = next((at for at, one in enumerate(found.totals) if found.best and one.day == found.best.day), None)
    if best is not None and found.best and best != last:
        yield best, f"{found.best.total} best", "below"
    if last >= 0:
        yield last, str(found.totals[last].total), "right"


def _doses(found: SoFar, protocol: Protocol) -> Iterator[DoseOnDay]:
    first = found.doses[0].dose.units if found.doses else 0
    for one in found.doses:
        yield DoseOnDay(one.day, one.dose.units, str(one.dose), "raised" if one.dose.units > first else "given")
    for treatment in found.treatments:
        if treatment.state == PLANNED and treatment.planned_micrograms:
            micrograms = treatment.planned_micrograms
            yield DoseOnDay(given_on(treatment, protocol), micrograms, str(Dose(micrograms)), "planned")


def _phases(moves: Sequence[Move], protocol: Protocol, first: date, today: date) -> Iterator[Stretch]:
    days = [local_day(move.happened_at, protocol.zone) for move in moves]
    whole = max(1, (today - first).days)
    for move, start, end in zip(moves, days, [*days[1:], today], strict=False):
        words = _PHASES.get(Stage(move.to_stage))
        if words and end > max(start, first):
            start = max(start, first)
            wide = (end - start).days * _WIDE_ENOUGH >= whole
            yield Stretch(start, end, words if wide else "")


def _notes(found: SoFar) -> tuple[Stretch, ...]:
    if found.loss is None:
        return ()
    kept_up = any(one.code == "possible-tolerance" for one in found.findings)
    words = "possible tolerance" if kept_up else "benefit lost"
    return (Stretch(found.loss.since[0].day, found.loss.since[-1].day, words),)


def _rows(found: SoFar, protocol: Protocol) -> Iterator[tuple[str, ...]]:
    totals = {one.day: one for one in found.totals}
    doses = {one.day: one for one in found.doses}
    for when in sorted({*totals, *doses}, reverse=True)[:_TABLE_ROWS]:
        total, dose = totals.get(when), doses.get(when)
        yield (
            day(when),
            str(total.total) if total else "",
            total.band if total else "",
            str(dose.dose) if dose else "",
        )


def _summary(found: SoFar, instrument: Instrument) -> str:
    parts = [f"{counted(len(found.totals), 'score')} and {counted(len(found.doses), 'dose')}."]
    if found.baseline:
        parts.append(f"Baseline {found.baseline.total}.")
    if found.best:
        parts.append(f"Best {found.best.total} on {day(found.best.day)}.")
    if found.latest:
        parts.append(f"Last {found.latest.total} on {day(found.latest.day)}.")
    return " ".join(parts)
