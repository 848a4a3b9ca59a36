"""Turns at writing: SQLite's own waiting is a lottery, so writers of one process queue up in order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper


class FairLock:
    """A lock that is handed over in the order in which it was asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def acquire(self) -> None:
        """Wait for one's turn."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def release(self) -> None:
        """Hand over to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


_writers = FairLock()


@contextmanager
def write_turn(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Hold this process's turn at writing; no-op on PostgreSQL and inside a transaction already begun."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _writers.acquire()
    try:
        yield
    finally:
        _writers.release()
