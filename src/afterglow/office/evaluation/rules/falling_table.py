"""Scores at visits after the first dose, each patient compared with their own baseline (F32; clinical.md 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, stdev

from afterglow.ground.kernel.between import Between
from afterglow.ground.kernel.estimate import Summary, two_sided_p
from afterglow.ground.kernel.period import Months
from afterglow.ground.protocol.schema.outcomes import Response
from afterglow.office.evaluation.rules.share import Share
from afterglow.office.evaluation.rules.visits import Absence, Starter, absence, scores_at_visits
from afterglow.record.outcomes.rules.change import responded


@dataclass(frozen=True)
class Spread:
    """Some figures of one kind: how many, their mean, and their standard deviation, None for a single one."""

    n: int
    mean: float
    sd: float | None

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread | None:
        """None for no figures at all."""
        if not figures:
            return None
        return cls(len(figures), fmean(figures), stdev(figures) if len(figures) > 1 else None)


@dataclass(frozen=True)
class PairedChange:
    """Score less own baseline over the same patients, negative when they are better; paired t throughout."""

    spread: Spread
    interval: Between[float] | None
    t: float | None
    p: float | None


@dataclass(frozen=True)
class Visit:
    """One row: everybody with a baseline is either in ``scores`` or in one of the absences."""

    after: Months
    scores: Spread | None
    baseline: Spread | None
    """The same patients' own baseline, not everybody's."""
    change: PairedChange | None
    of_answered: Share
    of_started: Share
    absent: Mapping[Absence, int]

    @property
    def n(self) -> int:
        """Patients with both a score here and a baseline."""
        return self.scores.n if self.scores else 0


@dataclass(frozen=True)
class FallingTable:
    """The whole table: everybody who started, those with a baseline, and a row for each visit."""

    started: int
    baseline: Spread | None
    visits: tuple[Visit, ...]


def falling_table(
    starters: Sequence[Starter], visits: Sequence[Months], window: timedelta, rule: Response, today: date
) -> FallingTable:
    """Work out the table for one clinic and one instrument; ``rule`` says what counts as response.

    No value is carried forward, and nobody is left out for having missed another visit. A patient without a baseline
    counts as started and is compared with nothing.
    """
    with_baseline = [one for one in starters if one.baseline is not None]
    rows = tuple(_visit(with_baseline, visit, visits, window, rule, today, len(starters)) for visit in visits)
    return FallingTable(len(starters), Spread.of([float(one.baseline or 0) for one in with_baseline]), rows)


def paired_change(pairs: Sequence[tuple[int, int]]) -> PairedChange | None:
    """Compare pairs of (own baseline, score). None for nobody; no test for one, or where all changed alike."""
    spread = Spread.of([float(score - baseline) for baseline, score in pairs])
    if spread is None:
        return None
    if not spread.sd:
        return PairedChange(spread, None, None, None)
    t = spread.mean / (spread.sd / sqrt(spread.n))
    interval = Summary(spread.mean, spread.sd, spread.n).interval()
    return PairedChange(spread, interval, t, two_sided_p(t, spread.n - 1))


def _visit(
    starters: Sequence[Starter],
    visit: Months,
    visits: Sequence[Months],
    window: timedelta,
    rule: Response,
    today: date,
    started: int,
) -> Visit:
    found = [(one, scores_at_visits(one, visits, window).get(visit)) for one in starters]
    pairs = [(one.baseline, score.total) for one, score in found if score and one.baseline is not None]
    missing = [absence(one, visit, window, today) for one, score in found if score is None]
    good = sum(responded(baseline, score, rule) for baseline, score in pairs)
    return Visit(
        after=visit,
        scores=Spread.of([float(score) for _, score in pairs]),
        baseline=Spread.of([float(baseline) for baseline, _ in pairs]),
        change=paired_change(pairs),
        of_answered=Share(good, len(pairs)),
        of_started=Share(good, started),
        absent={kind: missing.count(kind) for kind in Absence},
    )
