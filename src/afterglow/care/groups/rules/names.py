"""First names, told apart without a surname (L6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence


def told_apart(first_names: Sequence[tuple[int, str]]) -> Mapping[int, str]:
    """The name shown for each place number: ``Maya``, or ``Maya (1)`` and ``Maya (2)`` where two share it.

    The figure counts namesakes in the order of their place numbers: it says nothing else about anybody.
    """
    shared = Counter(name.casefold() for _, name in first_names)
    seen: Counter[str] = Counter()
    shown: dict[int, str] = {}
    for number, name in sorted(first_names):
        seen[name.casefold()] += 1
        shown[number] = name if shared[name.casefold()] == 1 else f"{name} ({seen[name.casefold()]})"
    return shown
