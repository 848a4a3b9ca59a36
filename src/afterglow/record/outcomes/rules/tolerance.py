"""A benefit that was there and is lost: on its own, and although treatment goes on (possible tolerance, F10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from afterglow.ground.design.words import day as day_shown
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.course import Tolerance
from afterglow.ground.protocol.schema.outcomes import Response
from afterglow.record.outcomes.rules.change import Scored, responded

_VISITS = 2
"""A benefit counts as lost when so many scores running are back above the line (default)."""


@dataclass(frozen=True)
class DoseGiven:
    """One dose and the calendar day it was given."""

    day: date
    dose: Dose


@dataclass(frozen=True)
class Loss:
    """A benefit that was lost: the best score there was, and the scores running since then above the line."""

    baseline: int
    best: Scored
    since: tuple[Scored, ...]


def loss_of_response(baseline: int, scores: Sequence[Scored], rule: Response) -> Loss | None:
    """The benefit that was lost, if there had been a response and the last two scores are back above the line.

    ``scores`` are those after the first dose, oldest first. Above the line is a fall from the baseline short
    of response, or the reliable change or more above the best score.
    """
    if not scores:
        return None
    best = min(reversed(scores), key=lambda score: score.total)
    if not responded(baseline, best.total, rule):
        return None
    run: list[Scored] = []
    for score in reversed(scores):
        if responded(baseline, score.total, rule) and score.total - best.total < rule.reliable_change:
            break
        run.insert(0, score)
    return Loss(baseline, best, tuple(run)) if len(run) >= _VISITS else None


def loss_findings(loss: Loss | None, doses: Sequence[DoseGiven], tolerance: Tolerance) -> tuple[Finding, ...]:
    """What staff read about a lost benefit; called possible tolerance when treatment was kept up or increased.

    ``doses`` are all doses given, oldest first. The finding lists the clinic's answers to tolerance and never
    chooses between them.
    """
    if loss is None:
        return ()
    kept_up = _kept_up(loss, doses)
    ask = "A new strain or missed tablets can look the same: ask."
    if kept_up is None:
        words = f"The benefit has been lost. {ask}"
        return (Finding("loss-of-response", Severity.CAUTION, words, "default", how=_figures(loss)),)
    answers = "; ".join(answer.say for answer in tolerance.answers)
    words = (
        f"Possible tolerance: the benefit has been lost although treatment goes on. {ask} "
        f"What can be done here: {answers}."
    )
    return (
        Finding("possible-tolerance", Severity.CAUTION, words, tolerance.source, how=f"{_figures(loss)} {kept_up}"),
    )


def _figures(loss: Loss) -> str:
    totals = ", ".join(str(score.total) for score in loss.since)
    best, back = day_shown(loss.best.day), day_shown(loss.since[0].day)
    return f"Baseline {loss.baseline}, best {loss.best.total} on {best}; since {back}: {totals}."


def _kept_up(loss: Loss, doses: Sequence[DoseGiven]) -> str | None:
    """How treatment compares with the time of the best score; None when it stopped or was reduced."""
    before = [dose for dose in doses if dose.day <= loss.best.day]
    after = [dose for dose in doses if loss.best.day < dose.day <= loss.since[-1].day]
    if not before or not after or after[-1].dose < before[-1].dose:
        return None
    compared = f"Dose {before[-1].dose} then, {after[-1].dose} now."
    then, now = _last_gap(before), _last_gap([*before, *after])
    if then is None or now is None:
        return compared
    return f"{compared} Every {then} days then, {now} days now." if now <= then else None


def _last_gap(doses: Sequence[DoseGiven]) -> int | None:
    return (doses[-1].day - doses[-2].day).days if len(doses) > 1 else None
