"""What was worked out once, kept for as long as nothing of its clinic has been written: the chain's last seal says so.

Every change of a record seals a new row in the same transaction, so what is kept is never older than the record.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from afterglow.ground.audit import chain

V = TypeVar("V")


class WhileUnchanged(Generic[V]):
    """Keeps at most ``most`` answers in this process. Whatever else an answer depends on belongs into its key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, tuple[str, V]] = {}

    def get(self, clinic_id: int, key: Hashable, work_out: Callable[[], V]) -> V:
        """The answer kept under ``key``, or a fresh one where the clinic's record has changed since. One query."""
        seal = chain.last_seal(clinic_id)
        found = self._kept.get((clinic_id, key))
        if found is not None and found[0] == seal:
            return found[1]
        answer = work_out()
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[clinic_id, key] = seal, answer
        return answer
