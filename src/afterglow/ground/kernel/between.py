"""A least and a most of one kind, both included: "3-6" sessions, "0.1-1.0 mg/kg"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Ordered = TypeVar("Ordered", bound=Any)


@dataclass(frozen=True)
class Between(Generic[Ordered]):
    """Two ends of one kind, the least never above the most."""

    least: Ordered
    most: Ordered

    def __post_init__(self) -> None:
        if self.most < self.least:
            raise ValueError("The smaller end comes first.")

    def holds(self, value: Ordered) -> bool:
        """Whether a value lies between the ends or on one of them."""
        return bool(self.least <= value <= self.most)
