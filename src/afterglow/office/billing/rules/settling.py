"""What pays for what: money for a place goes to that place alone, all other money to the oldest charge first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Due:
    """A charge after what was let off. ``about`` names what a payment can be for alone; pence, never negative."""

    number: int
    pence: int
    about: str = ""


@dataclass(frozen=True)
class Received:
    """Money after what went back. With ``about`` it pays for that and nothing else."""

    number: int
    pence: int
    about: str = ""


@dataclass(frozen=True)
class Share:
    """So much of one payment for one charge."""

    received: int
    due: int
    pence: int


@dataclass(frozen=True)
class Settled:
    """Who pays for what, what is still owed of each charge, and what is left of each payment: owed back."""

    shares: tuple[Share, ...]
    owed: dict[int, int]
    left: dict[int, int]

    @property
    def kept(self) -> int:
        """Pence that pay for charges."""
        return sum(share.pence for share in self.shares)

    @property
    def owed_in_all(self) -> int:
        """Pence still owed."""
        return sum(self.owed.values())

    @property
    def left_in_all(self) -> int:
        """Pence that pay for nothing: owed back, or kept for what comes."""
        return sum(self.left.values())


def settle(dues: Sequence[Due], receipts: Sequence[Received]) -> Settled:
    """Share out what was received, both in the order in which they are given (the oldest first)."""
    owed = {due.number: due.pence for due in dues}
    left = {received.number: received.pence for received in receipts}
    shares: list[Share] = []
    for received in sorted(receipts, key=lambda one: not one.about):
        for due in dues:
            if received.about and received.about != due.about:
                continue
            pence = min(left[received.number], owed[due.number])
            if pence > 0:
                owed[due.number] -= pence
                left[received.number] -= pence
                shares.append(Share(received.number, due.number, pence))
    return Settled(tuple(shares), owed, left)
