"""Rows of several threads written by one commit: each waits until its own is durable, and one wait serves them all.

A commit to disk takes milliseconds, whatever it holds. Whoever comes while one is under way waits for it, and is then
written together with everybody else who waited.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class _Waiting(Generic[T]):
    """A row that is not written yet."""

    __slots__ = ("row", "written")

    def __init__(self, row: T) -> None:
        self.row = row
        self.written = False


class Together(Generic[T]):
    """Writes rows with ``write_all``, which must have them durable when it returns, or write none and raise."""

    def __init__(self, write_all: Callable[[Sequence[T]], object]) -> None:
        self._write_all = write_all
        self._queue: list[_Waiting[T]] = []
        self._turn = threading.Lock()

    def write(self, row: T) -> None:
        """Return once the row is durable. Raises what ``write_all`` raised; other threads then try for themselves."""
        mine = _Waiting(row)
        self._queue.append(mine)
        with self._turn:
            if mine.written:
                return
            batch = list(self._queue)
            try:
                self._write_all([one.row for one in batch])
            except BaseException:
                self._queue.remove(mine)
                raise
            del self._queue[: len(batch)]
            for one in batch:
                one.written = True
