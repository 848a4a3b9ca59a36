"""Turns at writing: in one process in the order in which its threads asked, and process by process."""

from __future__ import annotations

import threading
import time
from collections import deque
from functools import cache

from afterglow.site.sqlite.turnstile import Turnstile


class Turns:
    """One thread has the turn; the next gets it handed over, so that nobody who came later can be quicker.

    ``turnstile`` is where the first of the threads waits for other processes; a database in memory has none.
    """

    def __init__(self, turnstile: Turnstile | None = None) -> None:
        self._turnstile = turnstile
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def take(self, *, seconds: float) -> bool:
        """Wait for the turn; False when it did not come within so many seconds."""
        until = time.monotonic() + seconds
        if not self._be_first(seconds):
            return False
        if self._turnstile is None or self._turnstile.enter(until=until):
            return True
        self._hand_over()
        return False

    def leave(self) -> None:
        """Let the next process in, and hand the turn to whoever has waited longest."""
        if self._turnstile is not None:
            self._turnstile.leave()
        self._hand_over()

    def _be_first(self, seconds: float) -> bool:
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

    def _hand_over(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


@cache
def turns_at(database: str) -> Turns:
    """The turns at one database, by its file's path or the name of what is kept in memory."""
    in_memory = database.startswith((":memory:", "file:"))
    return Turns(None if in_memory else Turnstile(f"{database}-turns"))
