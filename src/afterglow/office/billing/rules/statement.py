"""A statement: every charge, payment, relief and refund in the order of their days, with what is owed after each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from afterglow.ground.kernel.money import Money


@dataclass(frozen=True)
class Movement:
    """Something that changed what is owed. ``pence`` is positive for what is owed more, negative for less."""

    at: datetime
    words: str
    pence: int
    ref: str = ""
    """What it can be opened by."""


@dataclass(frozen=True)
class Line:
    """A movement, and what is owed after it: negative is owed back."""

    movement: Movement
    balance: Money

    @property
    def amount(self) -> Money:
        """How much it changed, without its sign."""
        return Money(abs(self.movement.pence), self.balance.currency)

    @property
    def adds(self) -> bool:
        """Whether more is owed after it."""
        return self.movement.pence > 0


def statement(movements: Sequence[Movement], currency: str) -> tuple[Line, ...]:
    """Every movement by its time, with the running balance; of the same time, in the order given."""
    lines: list[Line] = []
    balance = Money(0, currency)
    for movement in sorted(movements, key=lambda one: one.at):
        balance += Money(movement.pence, currency)
        lines.append(Line(movement, balance))
    return tuple(lines)
