"""The course: how many sessions, when it stops for review, and what follows it."""

from __future__ import annotations

from typing import Literal

from afterglow.ground.protocol.schema.base import Code, Count, Part, Sourced, Words
from afterglow.ground.protocol.schema.units import CountRange, LongTime


class NoResponse(Sourced):
    """When further benefit is unlikely."""

    after: Count
    over_age: Count
    after_when_over_age: Count
    then: Literal["stop-and-review"]
    say: Words


class Maintenance(Sourced):
    """Treatment that goes on after the first course."""

    review_every: LongTime
    say: Words


class Answer(Part):
    """One answer to tolerance."""

    code: Code
    say: Words
    prescribed_by: str = ""


class Tolerance(Sourced):
    """Loss of control of the depression although treatment continues."""

    share_of_long_term_patients: Words
    answers: tuple[Answer, ...]


class Reliance(Sourced):
    """Questions asked at every review about wanting more, and about use elsewhere."""

    asked: tuple[Words, ...]
    say: Words


class Course(Sourced):
    """The plan a course starts from; every change is a signed decision of a prescriber."""

    planned_sessions: CountRange
    words: Words
    follow_up_after_course: Words
    no_response: NoResponse
    maintenance: Maintenance
    tolerance: Tolerance
    reliance: Reliance

    def no_response_after(self, age: int) -> int:
        """After how many treatments without response the course stops for review, for an age in years."""
        rule = self.no_response
        return rule.after_when_over_age if age > rule.over_age else rule.after
