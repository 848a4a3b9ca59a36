"""A questionnaire as far as it has been answered: what comes next, what came before, and how long it still takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from afterglow.record.outcomes.rules.instrument import Answers, Instrument, Item

_PER_QUESTION = timedelta(seconds=12)
"""How long a question takes to read and answer on a phone (default)."""


@dataclass(frozen=True)
class Sheet:
    """``answers`` holds every item dealt with; None is an item the patient would rather not answer."""

    instrument: Instrument
    answers: Mapping[str, int | None]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all items, in order."""
        return tuple(item.key for item in self.instrument.items)

    @property
    def next_key(self) -> str | None:
        """The first item not dealt with yet; None when there is none left."""
        return next((key for key in self.keys if key not in self.answers), None)

    @property
    def given(self) -> Answers:
        """The answers that count."""
        return Answers({key: value for key, value in self.answers.items() if value is not None})

    @property
    def done(self) -> int:
        """How many items have been dealt with."""
        return sum(key in self.answers for key in self.keys)

    @property
    def minutes_left(self) -> int:
        """About how many minutes the rest takes; at least 1."""
        rest = _PER_QUESTION * (len(self.keys) - self.done)
        return max(1, round(rest / timedelta(minutes=1)))

    def item(self, key: str) -> Item:
        """The item with this key. Raises AnswerError when there is none."""
        return self.instrument.item(key)

    def place(self, key: str) -> int:
        """Which question it is, counted from 1. Raises AnswerError for a key that is none of its own."""
        return self.keys.index(self.item(key).key) + 1

    def before(self, key: str) -> str | None:
        """The key before this one; None for the first. Raises AnswerError as ``place``."""
        place = self.place(key)
        return self.keys[place - 2] if place > 1 else None

    def after(self, key: str) -> str | None:
        """The item to show when this one has been dealt with: the next one not dealt with, None for the summary."""
        rest = self.keys[self.place(key) :]
        return next((other for other in rest if other not in self.answers), self.next_key)
