"""Answers remembered for a few seconds of real time, so that a page need not ask who is asking again and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")

_everything: list[Recent[object]] = []


class Recent(Generic[V]):
    """Remembers answers for ``seconds``, which is also the longest that something withdrawn may still be believed."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._kept: dict[Hashable, tuple[float, V]] = {}
        _everything.append(self)  # type: ignore[arg-type]  # only ever cleared through this list

    def get(self, key: Hashable, ask: Callable[[], V]) -> V:
        """The remembered answer, or a fresh one."""
        moment = time.monotonic()
        found = self._kept.get(key)
        if found is not None and moment - found[0] < self._seconds:
            return found[1]
        answer = ask()
        if len(self._kept) > 2000:
            self._kept.clear()
        self._kept[key] = (moment, answer)
        return answer

    def forget(self) -> None:
        """Forget everything at once, in this process."""
        self._kept.clear()


def forget_everything() -> None:
    """Forget every remembered answer in this process: after a change, and between tests."""
    for recent in _everything:
        recent.forget()
