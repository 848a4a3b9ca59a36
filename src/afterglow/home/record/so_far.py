"""How treatment has gone so far: doses and scores of a patient put together, and what the rules find in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from afterglow.care.course.models import GIVEN, PLANNED, Course, Treatment
from afterglow.care.course.rules.response import response_findings
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.outcomes.queries import Total
from afterglow.record.outcomes.rules.change import Scored, baseline_of, change_from
from afterglow.record.outcomes.rules.tolerance import DoseGiven, Loss, loss_findings, loss_of_response


@dataclass(frozen=True)
class SoFar:
    """Everything given and scored, oldest first; ``totals``, ``baseline`` and ``best`` of the primary questionnaire."""

    treatments: tuple[Treatment, ...] = ()
    doses: tuple[DoseGiven, ...] = ()
    totals: tuple[Total, ...] = ()
    baseline: Scored | None = None
    best: Scored | None = None
    loss: Loss | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def course(self) -> Course | None:
        """The course of the last treatment planned or given."""
        return self.treatments[-1].course if self.treatments else None

    @property
    def last(self) -> Treatment | None:
        """The last treatment that was given."""
        return next((one for one in reversed(self.treatments) if one.state == GIVEN), None)

    @property
    def next(self) -> Treatment | None:
        """The next treatment of that course still to be given."""
        planned = [
            one for one in self.treatments if one.state == PLANNED and one.course_id == self.treatments[-1].course_id
        ]
        return min(planned, key=lambda one: (one.planned_day, one.number), default=None)

    @property
    def latest(self) -> Total | None:
        """The last score."""
        return self.totals[-1] if self.totals else None


def so_far(treatments: Sequence[Treatment], totals: Sequence[Total], protocol: Protocol, age: int) -> SoFar:
    """Put together what was given and scored, with findings for non-response (F11) and lost benefit (F10)."""
    doses = tuple(_doses(treatments, protocol))
    scored = [Scored(one.day, one.total) for one in totals]
    first = doses[0].day if doses else None
    baseline, rule = baseline_of(scored, first), protocol.outcomes.response(protocol.outcomes.primary)
    since = [one for one in scored if first is not None and one.day > first]
    best = min(reversed(since), key=lambda one: one.total, default=None)
    found: tuple[Finding, ...] = ()
    loss = None
    if doses:
        best_change = change_from(baseline.total, best.total, rule) if baseline and best and rule else None
        loss = loss_of_response(baseline.total, since, rule) if baseline and rule else None
        found = (
            *response_findings(_in_course(treatments), best_change, age, protocol.course),
            *loss_findings(loss, doses, protocol.course.tolerance),
        )
    return SoFar(tuple(treatments), doses, tuple(totals), baseline, best, loss, found)


def given_on(treatment: Treatment, protocol: Protocol) -> date:
    """The clinic's day on which a treatment was given, or is planned."""
    return local_day(treatment.given_at, protocol.zone) if treatment.given_at else treatment.planned_day


def _doses(treatments: Sequence[Treatment], protocol: Protocol) -> list[DoseGiven]:
    given = [one for one in treatments if one.given_at is not None and one.given_micrograms is not None]
    return [DoseGiven(given_on(one, protocol), Dose(one.given_micrograms or 0)) for one in given]


def _in_course(treatments: Sequence[Treatment]) -> int:
    return sum(1 for one in treatments if one.state == GIVEN and one.course_id == treatments[-1].course_id)
