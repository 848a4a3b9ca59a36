"""How doses are worked out, signed and checked, whatever the treatment."""

from __future__ import annotations

from typing import Literal

from afterglow.ground.protocol.schema.base import Flag, Part, Sourced
from afterglow.ground.protocol.schema.units import AnyWeight, Duration, Percent, WeightRange

Role = Literal["psychiatrist", "nurse", "therapist", "pharmacist", "administrator"]


class WeightChecks(Sourced):
    """Which weights are believed, and which are looked at twice."""

    believed: WeightRange
    look_again_after_change: Percent
    look_again_after_change_of: AnyWeight
    older_than: Duration


class SecondCheck(Sourced):
    """The independent check of every dose: weight and dose entered again, the first answer unseen."""

    required: Flag
    apart_at_least: Duration


class Direction(Sourced):
    """The signed, patient-specific direction without which nothing is given."""

    signed_by: tuple[Role, ...]
    may_slow: tuple[Role, ...]
    rate_at_most: Percent
    """Of the rate worked out; above it the pump needs a new signature and a new two-person check."""
    confirm_again_after_raised_pressure: Flag


class DoseReview(Sourced):
    """What is looked at before each dose."""

    weight_each_time: Flag
    last_response: Flag
    side_effects: Flag


class Dosing(Part):
    """How doses are worked out, signed and checked."""

    weight: WeightChecks
    second_check: SecondCheck
    direction: Direction
    review: DoseReview
