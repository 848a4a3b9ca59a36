"""What an assessment looks for: contraindications, medicines that interact, conditions that need thought."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from afterglow.ground.protocol.schema.base import Code, Sourced, Words
from afterglow.ground.protocol.schema.dosing import Role
from afterglow.ground.protocol.schema.treatments import Drug, Route
from afterglow.ground.protocol.schema.units import Duration, LongTime

Weighs = Literal["info", "caution", "stop"]


class Contraindication(Sourced):
    """A condition that speaks against treatment."""

    code: Code
    say: Words
    finding: Weighs
    why: Words
    within: Duration | None = None
    """Only while the event is no longer ago than this."""
    drugs: tuple[Drug, ...] = ("ketamine", "esketamine")


class Consideration(Sourced):
    """A condition in which treatment is weighed differently, with the reason."""

    code: Code
    say: Words
    finding: Literal["info", "caution"]
    why: Words


class Interaction(Sourced):
    """A family of medicines that meets the treatment."""

    family: Code
    finding: Literal["info", "caution"]
    why: Words
    do: Words
    routes: tuple[Route, ...] = ()
    """Only for these routes; empty means all."""


class RepeatTest(Sourced):
    """A test taken before the first treatment and again at intervals."""

    code: Code
    say: Words
    before_first: bool
    every: LongTime | None = None
    when: str = ""


class Assessment(Sourced):
    """How suitability is judged; the decision is a clinician's."""

    decided_by: tuple[Role, ...] = Field(min_length=1)
    """Among those whom the table of roles lets decide; it gives nobody that right."""
    covers: tuple[Words, ...]
    goals: Words
    contraindications: tuple[Contraindication, ...]
    considerations: tuple[Consideration, ...]
    interactions: tuple[Interaction, ...]
    tests: tuple[RepeatTest, ...]
