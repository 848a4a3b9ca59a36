"""What treatment costs and asks in the long run, worked out from a plan and the clinic's prices (F36).

Nothing here says how long anybody will need treatment: the reader chooses the years, and every line shows its sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.fees import Price
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Phase, Treatment
from afterglow.ground.protocol.spacing import Spacing

DAYS_A_YEAR: Final = 365


@dataclass(frozen=True)
class Stretch:
    """One treatment at one spacing. ``sessions`` is None where it goes on; days count from the first treatment, 0."""

    treatment: str
    starts_on_day: int
    spacing: Spacing
    sessions: int | None = None
    dose: Dose | None = None

    def sessions_within(self, days: int) -> int:
        """How many of its sessions fall into the first so many days."""
        fitting = self.spacing.sessions_within(days - self.starts_on_day)
        return fitting if self.sessions is None else min(fitting, self.sessions)

    def months_within(self, days: int) -> int:
        """In how many months, counted as twelfths of a year from its start, it is taken; a month begun counts."""
        begun = max(0, days - self.starts_on_day)
        if self.sessions is not None:
            begun = min(begun, self.spacing.day_of(self.sessions))
        return -(-begun * 12 // DAYS_A_YEAR)


@dataclass(frozen=True)
class Journey:
    """What one visit costs beside the treatment, and the hours it takes, as the patient puts it."""

    travel: Money
    night_away: Money
    hours: int


@dataclass(frozen=True)
class Line:
    """One sum of a forecast: how many, at how much each."""

    words: str
    count: int
    each: Money

    @property
    def total(self) -> Money:
        """The whole sum of the line."""
        return self.each * self.count

    @property
    def how(self) -> str:
        """The sum as it was worked out."""
        return f"{self.count} x {self.each} = {self.total}"


@dataclass(frozen=True)
class Forecast:
    """The cost and burden of the first so many years."""

    years: int
    visits: int
    hours: int
    lines: tuple[Line, ...]

    @property
    def total(self) -> Money:
        """All lines together."""
        return sum((line.total for line in self.lines[1:]), start=self.lines[0].total)


def forecast(protocol: Protocol, plan: tuple[Stretch, ...], journey: Journey, years: int) -> Forecast:
    """The long-run cost of a plan at the clinic's prices of today.

    Raises KeyError for a treatment the clinic does not give, or a dose it has no price for.
    """
    days = years * DAYS_A_YEAR
    lines = [_line(protocol, stretch, days) for stretch in plan]
    visits = sum(s.sessions_within(days) for s in plan if protocol.treatment_coded(s.treatment).in_clinic)
    around = [Line("Travel", visits, journey.travel), Line("Nights away", visits, journey.night_away)]
    kept = tuple(line for line in (*lines, *around) if line.count and line.each.pence)
    none = (Line("Nothing to pay", 0, Money(0, protocol.currency)),)
    return Forecast(years, visits, visits * journey.hours, kept or none)


def usual_plan(treatment: Treatment, dose: Dose | None = None) -> tuple[Stretch, ...]:
    """A treatment's phases one after the other, each at its closest spacing and longest length; the last goes on."""
    plan: list[Stretch] = []
    starts = 0
    for phase in treatment.phases:
        sessions = _sessions(phase)
        plan.append(Stretch(treatment.code, starts, phase.spacing, sessions, dose))
        starts += phase.spacing.day_of(sessions or 0)
    return tuple(plan)


def _sessions(phase: Phase) -> int | None:
    if phase.sessions is not None:
        return phase.sessions.most
    return None if phase.lasting is None else phase.spacing.sessions_within(phase.lasting.days)


def _line(protocol: Protocol, stretch: Stretch, days: int) -> Line:
    treatment = protocol.treatment_coded(stretch.treatment)
    price = protocol.fees.for_treatment(treatment.code)
    if price is None:
        raise KeyError(treatment.code)
    words = treatment.name if stretch.dose is None else f"{treatment.name}, {stretch.dose}"
    count = stretch.months_within(days) if price.per == "month" else stretch.sessions_within(days)
    return Line(words, count, _each(price, stretch.dose))


def _each(price: Price, dose: Dose | None) -> Money:
    if dose is None and price.drug:
        raise KeyError(f"{price.code} without a dose")
    return price.amount if dose is None else price.for_dose(dose)
