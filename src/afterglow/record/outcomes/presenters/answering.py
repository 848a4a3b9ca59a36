"""The answers of a questionnaire in words, for whoever answers it and for staff who read it."""

from __future__ import annotations

from collections.abc import Callable

from afterglow.ground.design.navigation import NavigationItem
from afterglow.record.outcomes.rules.sheet import Sheet

NOT_ANSWERED = "Not answered"


def checked_rows(sheet: Sheet, url: Callable[[str], str]) -> list[tuple[str, str, NavigationItem]]:
    """Question, answer and the way to change it, in order."""
    return [
        (item.words, answer_words(sheet, item.key), NavigationItem("Change", url(item.key)))
        for item in sheet.instrument.items
    ]


def answer_words(sheet: Sheet, key: str) -> str:
    """The words chosen for an item."""
    value = sheet.answers.get(key)
    return NOT_ANSWERED if value is None else sheet.item(key).option(value).words
