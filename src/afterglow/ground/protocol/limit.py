"""A limit as a clinician writes it: ``">= 160 mmHg"``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_COMPARE: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_WORDS: Final = {">=": "at or above", "<=": "at or below", ">": "above", "<": "below"}
_LIMIT = re.compile(r"\s*(?P<sign>>=|<=|>|<)\s*(?P<value>-?[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>\S*)\s*")


@dataclass(frozen=True)
class Limit:
    """A value that a reading passes when it compares as the sign says."""

    sign: str
    value: Decimal
    unit: str

    def passed_by(self, reading: int | Decimal) -> bool:
        """Whether a reading in the same unit is over (or under) the limit."""
        return _COMPARE[self.sign](Decimal(reading), self.value)

    @property
    def words(self) -> str:
        """The limit in words: ``"at or above 160 mmHg"``."""
        return f"{_WORDS[self.sign]} {self._amount}"

    @property
    def _amount(self) -> str:
        return f"{self.value}\u00a0{self.unit}" if self.unit else str(self.value)

    def __str__(self) -> str:
        return f"{self.sign} {self._amount}"


def parse_limit(text: str, unit: str) -> Limit:
    """Read a limit in one unit (empty for a scale without one, which may go below 0). Raises ValueError."""
    match = _LIMIT.fullmatch(text)
    if match is None or match["unit"] != unit or (unit and match["value"].startswith("-")):
        example = f">= 90 {unit}".strip()
        raise ValueError(f"“{text}” is not a limit here. Write it as in “{example}”.")
    return Limit(match["sign"], Decimal(match["value"]), unit)
