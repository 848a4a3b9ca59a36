"""Questionnaires on the phone, one question a page; and an answer that somebody has to act on."""

from __future__ import annotations

from collections.abc import Mapping

from tests.journeys.visitor import Visitor


def answers(phone: Visitor, given: Mapping[int, str], *, usually: str, upto: int) -> None:
    """Answer from the question shown up to this one: ``usually``, or what is given for a question's number."""
    for number in range(_number(phone), upto + 1):
        assert _number(phone) == number
        phone.page.get_by_label(given.get(number, usually), exact=True).check()
        phone.presses("Continue")


def sends(phone: Visitor) -> None:
    """Everything is checked once more, and sent."""
    phone.reads("Check your answers")
    phone.presses("Send my answers")
    phone.reads("Your answers have been sent")


def takes_on(visitor: Visitor, title: str) -> None:
    """A member of staff takes a task on, from the list of tasks."""
    visitor.goes_to("/tasks/")
    visitor.presses(title)
    visitor.presses("I take this on")


def finishes(visitor: Visitor, outcome: str) -> None:
    """What came of the task that stands on the page."""
    visitor.fills("What came of it?", outcome)
    visitor.presses("Done", exact=True)


def _number(phone: Visitor) -> int:
    return int(phone.page.title().removeprefix("Question ").split()[0])
