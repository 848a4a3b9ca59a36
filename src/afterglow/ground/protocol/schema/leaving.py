"""When a patient may leave, and what is said to them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from afterglow.ground.protocol.schema.base import Code, Count, Flag, Part, Sourced, Words
from afterglow.ground.protocol.schema.treatments import Route
from afterglow.ground.protocol.schema.units import Duration, Percent, PressureLimit


class Pressure(Sourced):
    """The last pressure: near the person's own, or low enough, and not rising."""

    within_of_own: Percent
    or_systolic: PressureLimit
    or_diastolic: PressureLimit
    not_rising: Flag


class Check(Sourced):
    """One line of the leaving checklist, ticked by a nurse."""

    code: Code
    say: Words
    routes: tuple[Route, ...] = ()
    """Only after a dose by one of these routes; empty means all."""


class Recovery(Sourced):
    """Published scores of recovery that a patient reaches before leaving, in their order."""

    scores: tuple[Literal["aldrete", "padss"], ...] = Field(min_length=1)
    enough: Count
    """Of 10."""


class Leaving(Sourced):
    """Recovery and leaving."""

    pressure: Pressure
    sedation_at_least: Count
    recovery: Recovery | None = None
    """Without it the checklist alone is the clinic's rule."""
    checks: tuple[Check, ...]

    def checks_for(self, route: str) -> tuple[Check, ...]:
        """The lines of the checklist after a dose by this route, in order."""
        return tuple(check for check in self.checks if not check.routes or route in check.routes)


class Rule(Sourced):
    """Something not done for a while after treatment."""

    until: Words
    say: Words


class Alcohol(Sourced):
    """No alcohol around treatment."""

    after: Duration
    say: Words


class Call(Part):
    """Whom to call, and for what."""

    who: Literal["clinic", "111", "999"]
    for_whom: Literal["patient", "companion"]
    when: tuple[Words, ...]


class CallAdvice(Sourced):
    """When to call."""

    calls: tuple[Call, ...]


class Afterwards(Sourced):
    """The rest of the day and the days after. Never a time that is safe for one person."""

    driving: Rule
    cycling: Rule
    machinery: Rule
    activities: Rule
    alcohol: Alcohol
    benzodiazepines: Rule
    days_after: Words
    self_care: tuple[Words, ...]
    call_advice: CallAdvice
