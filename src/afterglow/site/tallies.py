"""Where tries are counted: files that all serving processes share, written by one at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class Tallies(FileBasedCache):
    """Django's cache in files, in which ``add`` succeeds once and no count is thrown out before its time.

    Django's own looks first and writes then, so that two processes may both add; and once there are many files it
    throws out a random third of them: whoever tries enough names could make it forget how often they tried.
    """

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store a value where there is none; whether there was none."""
        with self._alone():
            if self.has_key(key, version):
                return False
            super().set(key, value, timeout, version)
            return True

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store a value."""
        with self._alone():
            super().set(key, value, timeout, version)

    def sweep(self) -> int:
        """Clear away every count whose time is over; returns how many. Done once a minute with other due work."""
        with self._alone():
            return sum(self._clear_if_over(name) for name in self._list_cache_files())  # type: ignore[attr-defined]

    def _cull(self) -> None:
        """Nothing is thrown out to make room."""

    def _clear_if_over(self, name: str) -> bool:
        with suppress(FileNotFoundError), Path(name).open("rb") as file:
            return bool(self._is_expired(file))  # type: ignore[attr-defined]  # it deletes the file when it is
        return False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()  # type: ignore[attr-defined]  # not in the stubs
        handle = os.open(Path(self._dir) / "lock", os.O_CREAT | os.O_RDWR, 0o600)  # type: ignore[attr-defined]
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
