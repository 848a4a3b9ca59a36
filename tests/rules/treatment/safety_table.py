"""A table of cases that a test runs and docs/safety prints: one and the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SafetyTable:
    """A rule in cases. ``says`` is the rule in a sentence or two; each row is what the test is given, then what holds.

    ``rows`` go to the test as they are, and to the document as text.
    """

    title: str
    says: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def markdown(self) -> str:
        """The table as the document has it."""
        lines = [f"## {self.title}", "", self.says, "", _row(self.heads), _row(["---"] * len(self.heads))]
        return "\n".join([*lines, *(_row([_shown(cell) for cell in row]) for row in self.rows)])


def _row(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _shown(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if cell is None:
        return "-"
    if isinstance(cell, (tuple, list)):
        return ", ".join(_shown(one) for one in cell) or "nothing"
    return str(cell).replace("|", "/")
