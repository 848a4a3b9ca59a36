"""The check the patient answers the day before and the nurse completes."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from afterglow.ground.protocol.schema.base import Code, Part, Sourced, Words
from afterglow.ground.protocol.schema.treatments import Route
from afterglow.ground.protocol.schema.units import ClockTime

Window = Literal["the night before", "the day"]


class Option(Part):
    """One answer. What it finds is a caution or a stop, or nothing."""

    code: Code
    say: Words
    on_the_day: str = ""
    """The same answer once the night is over, where it would be in another tense."""
    finding: Literal["none", "info", "caution", "stop"]
    told: str = ""
    """What the patient reads after giving this answer."""

    @property
    def as_nurse_hears_it(self) -> str:
        """The answer as it is given on the day."""
        return self.on_the_day or self.say


class Question(Sourced):
    """One question of the check."""

    code: Code
    title: Words | None = None
    """What staff call it: the question itself speaks to the patient."""
    ask: Words
    on_the_day: str = ""
    """How the nurse asks it on the day, where the evening's question looks ahead."""
    help: str = ""
    answered_by: Literal["patient", "nurse", "both"]
    not_within: tuple[Window, ...] = ()
    only_if: Literal["always", "could-be-pregnant", "takes-diabetes-medicine"] = "always"
    routes: tuple[Route, ...] = ()
    options: tuple[Option, ...]
    why: Words

    @model_validator(mode="after")
    def _some_answer_is_fine(self) -> Question:
        if not any(option.finding == "none" for option in self.options):
            raise ValueError("At least one option must be free of findings (finding = “none”).")
        return self

    @property
    def name(self) -> str:
        """What staff call it."""
        return self.title or f"“{self.ask}”"

    @property
    def as_nurse_asks_it(self) -> str:
        """The question as it is asked on the day."""
        return self.on_the_day or self.ask

    def option(self, code: str) -> Option:
        """The answer with a code. Raises KeyError when the question has none."""
        for option in self.options:
            if option.code == code:
                return option
        raise KeyError(code)


class Readiness(Sourced):
    """When the check is open, who calls about it, and what it asks."""

    opens_day_before_at: ClockTime
    answer_by: ClockTime
    call_by: ClockTime
    diabetes: Words
    drink_and_wear: Words
    questions: tuple[Question, ...]

    def question(self, code: str) -> Question:
        """The question with a code. Raises KeyError when the protocol asks no such thing."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)

    def for_route(self, route: str) -> tuple[Question, ...]:
        """The questions asked before a treatment by this route, in order."""
        return tuple(question for question in self.questions if not question.routes or route in question.routes)
