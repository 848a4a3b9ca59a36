"""The waiting line: who comes next, and where somebody stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Waiting = TypeVar("Waiting")


def next_in_line(line: Iterable[Waiting], may_take: Callable[[Waiting], bool], free: int) -> tuple[Waiting, ...]:
    """Those to whom free places are offered now: first come, first offered; who may not take one keeps their turn."""
    chosen: list[Waiting] = []
    for one in line:
        if len(chosen) >= free:
            break
        if may_take(one):
            chosen.append(one)
    return tuple(chosen)


def free_numbers(places: int, taken: Sequence[frozenset[int]]) -> tuple[int, ...]:
    """The numbers that are free in every one of the linked meetings, lowest first."""
    return tuple(sorted(set(range(1, places + 1)).difference(*taken)))


def position_words(place: int) -> str:
    """``You are 2nd in the line``."""
    suffix = "th" if 11 <= place % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"You are {place}{suffix} in the line"
