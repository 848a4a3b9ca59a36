"""What a questionnaire is: its items, its bands and its scorer, all frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType


class AnswerError(ValueError):
    """An answer that the questionnaire does not offer; the message says which."""


class Wording(StrEnum):
    """Whose words are shown."""

    PUBLISHED = "published"
    LICENSED = "licensed"
    OURS = "ours"


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen, with the points it stands for and its LOINC answer code where it has one."""

    value: int
    words: str
    loinc: str = ""


@dataclass(frozen=True)
class Item:
    """One question. An item that is not scored is shown and kept, and changes no total."""

    key: str
    words: str
    options: tuple[Option, ...]
    loinc: str = ""
    scored: bool = True

    def option(self, value: int) -> Option:
        """The answer with this value. Raises AnswerError when the item does not offer it."""
        for option in self.options:
            if option.value == value:
                return option
        raise AnswerError(f"Question {self.key} has no answer {value}.")


@dataclass(frozen=True)
class Band:
    """A range of totals, both ends included, and the word it is known by."""

    name: str
    least: int
    most: int


@dataclass(frozen=True)
class Answers:
    """What was answered: the key of an item and the value chosen. An item left blank is absent."""

    values: Mapping[str, int]

    def __post_init__(self) -> None:
        """Keep a copy that nobody can change."""
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def get(self, key: str) -> int | None:
        """The value chosen, or None where the item was left blank."""
        return self.values.get(key)


@dataclass(frozen=True)
class Part:
    """One addend of a total: a question, or a domain that takes the highest of several questions."""

    name: str
    value: int | None
    items: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """What a scorer made of the answers. ``total`` is None when too much is missing for an honest one.

    ``missing`` names the items left blank that were needed. ``prorated`` says that the total was scaled up
    from the items that were answered. ``algorithm`` and ``recall`` are kept with every score, so that an old
    one can always be read as it was made.
    """

    instrument: str
    algorithm: str
    recall: timedelta
    total: int | None
    band: Band | None
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    prorated: bool = False

    @property
    def complete(self) -> bool:
        """Whether every item that was needed was answered."""
        return not self.missing

    @property
    def working(self) -> str:
        """How the total came about, as a sum that a reader can check."""
        sum_shown = " + ".join(f"{part.name} {'blank' if part.value is None else part.value}" for part in self.parts)
        if self.total is None:
            return f"{sum_shown}: no total"
        scaled = f" (scaled up for {len(self.missing)} left blank)" if self.prorated else ""
        return f"{sum_shown} = {self.total}{scaled}"


@dataclass(frozen=True)
class Instrument:
    """A questionnaire as data. A lower total is better wherever there is one.

    ``recall`` is the stretch of time it asks about, ``source`` where scoring and bands come from. What counts
    as response is the clinic's protocol's to say, not the instrument's.
    """

    code: str
    name: str
    about: str
    instruction: str
    recall: timedelta
    items: tuple[Item, ...]
    scorer: Callable[[Instrument, Answers], Score] = field(repr=False)
    algorithm: str
    source: str
    wording: Wording
    bands: tuple[Band, ...] = ()
    safety_item: str | None = None
    loinc_panel: str = ""
    loinc_total: str = ""

    @cached_property
    def scored_keys(self) -> tuple[str, ...]:
        """The keys of the items that a total is made from."""
        return tuple(item.key for item in self.items if item.scored)

    @cached_property
    def _offered(self) -> Mapping[str, frozenset[int]]:
        return {item.key: frozenset(option.value for option in item.options) for item in self.items}

    def item(self, key: str) -> Item:
        """The item with this key. Raises AnswerError when there is none."""
        for item in self.items:
            if item.key == key:
                return item
        raise AnswerError(f"{self.name} has no question {key}.")

    def check(self, answers: Answers) -> None:
        """Raise AnswerError when an answer belongs to no item, or is none that the item offers."""
        for key, value in answers.values.items():
            if value not in self._offered.get(key, ()):
                self.item(key).option(value)

    def score(self, answers: Answers) -> Score:
        """Score the answers. Raises AnswerError for an answer that the questionnaire does not offer."""
        self.check(answers)
        return self.scorer(self, answers)

    def band(self, total: int) -> Band | None:
        """The band a total falls into; None where the instrument has no bands."""
        return next((band for band in self.bands if band.least <= total <= band.most), None)


def shown_text(instrument: Instrument) -> str:
    """Every word a patient is shown, in order, one line each: what the record of rights holds the hash of."""
    lines = [instrument.instruction]
    for item in instrument.items:
        lines.append(f"{item.key}. {item.words}")
        lines.extend(f"{option.value} {option.words}" for option in item.options)
    return "\n".join(lines) + "\n"
