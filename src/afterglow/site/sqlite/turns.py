"""Turns at writing for the threads of one process: in the order in which they asked."""

from __future__ import annotations

import threading
from collections import deque
from functools import cache


class Turns:
    """One thread has the turn; the next gets it handed over, so that nobody who came later can be quicker."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def take(self, *, seconds: float) -> bool:
        """Wait for the turn; False when it did not come within so many seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine not in self._waiting:
                return True  # handed over in the very moment of giving up
            self._waiting.remove(mine)
            return False

    def leave(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


@cache
def turns_at(database: str) -> Turns:
    """The turns at one database file."""
    return Turns()
