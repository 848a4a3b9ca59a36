"""Which questionnaires are asked when, and what counts as response."""

from __future__ import annotations

from typing import Literal

from afterglow.ground.protocol.schema.base import Code, Count, Flag, Part, Sourced, Words
from afterglow.ground.protocol.schema.units import Duration, LongTime, Percent


class Asked(Sourced):
    """One instrument and its moments."""

    instrument: Code
    at_baseline: Flag
    before_each_treatment: Flag
    every: LongTime | None = None
    answer_within: Duration


class Response(Sourced):
    """What counts as response and remission on one instrument, against the person's own first score."""

    instrument: Code
    response_fall_of: Percent
    partial_fall_of: Percent
    remission_at_most: Count
    reliable_change: Count


class Rating(Part):
    """One question of the satisfaction questionnaire."""

    code: Code
    ask: Words


class Satisfaction(Sourced):
    """How satisfied patients are, from 1 to 5."""

    every: LongTime
    lowest: Count
    highest: Count
    questions: tuple[Rating, ...]


class Evaluation(Sourced):
    """How results are made public, and what patients are told about their data."""

    visits: tuple[LongTime, ...]
    visit_window: Duration
    group_smaller_than: Count
    """Groups smaller than this are joined or left out on public pages."""
    predictors_shown: Literal["never"]
    data_used_for: tuple[Words, ...]
    research: Words


class Outcomes(Sourced):
    """The clinic's questionnaires."""

    primary: Code
    asked: tuple[Asked, ...]
    responses: tuple[Response, ...]
    satisfaction: Satisfaction
    evaluation: Evaluation

    def response(self, instrument: str) -> Response | None:
        """The response rule of an instrument, if it has one here."""
        return next((rule for rule in self.responses if rule.instrument == instrument), None)
