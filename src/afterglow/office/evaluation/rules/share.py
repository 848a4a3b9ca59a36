"""A part of a whole with its denominator, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, lgamma, log

from afterglow.ground.kernel.between import Between


@dataclass(frozen=True)
class Share:
    """So many of so many people."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        """Refuse a part larger than its whole."""
        if not 0 <= self.part <= self.whole:
            raise ValueError("A part is never larger than its whole.")

    @property
    def percent(self) -> int | None:
        """In whole percent, halves rounded up; None of nobody."""
        return (200 * self.part + self.whole) // (2 * self.whole) if self.whole else None

    def interval(self, level: float = 0.95) -> Between[float]:
        """The exact (Clopper-Pearson) confidence interval of the share, from 0 to 1."""
        tail = (1 - level) / 2
        least = 0.0 if self.part == 0 else _where(lambda chance: self._at_least(chance) >= tail)
        most = 1.0 if self.part == self.whole else _where(lambda chance: self._at_most(chance) <= tail)
        return Between(least, most)

    def _at_least(self, chance: float) -> float:
        return sum(self._exactly(count, chance) for count in range(self.part, self.whole + 1))

    def _at_most(self, chance: float) -> float:
        return sum(self._exactly(count, chance) for count in range(self.part + 1))

    def _exactly(self, count: int, chance: float) -> float:
        rest = self.whole - count
        ways = lgamma(self.whole + 1) - lgamma(count + 1) - lgamma(rest + 1)
        return exp(ways + count * log(chance) + rest * log(1 - chance))


def _where(reached: Callable[[float], bool]) -> float:
    """The chance from which on something is reached, to about twelve digits."""
    low, high = 0.0, 1.0
    for _ in range(44):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return (low + high) / 2
