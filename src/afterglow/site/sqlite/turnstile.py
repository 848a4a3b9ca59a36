"""A gate for processes, one at a time: who waits before it goes first, and who has just been through goes last.

A process that asked the database itself would find it free only by luck, while another that writes a lot begins again
as soon as it has ended.
"""

from __future__ import annotations

import fcntl
import os
import time
from typing import Final

_NEXT, _THROUGH = 0, 1
"""The bytes of the file whose locks say who is next, and who is through."""

_PAUSE_S: Final = 0.0001


class Turnstile:
    """The system's locks on a file. They end with the process that holds them, however it ends.

    They do not tell the threads of a process apart: only one thread may come here at a time.
    """

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def enter(self, *, until: float) -> bool:
        """Wait to go through; False when it was not our turn by this moment of ``time.monotonic``."""
        if not self._lock(_NEXT, until):
            return False
        try:
            return self._lock(_THROUGH, until)
        finally:
            self._unlock(_NEXT)

    def leave(self) -> None:
        """Let the next one through."""
        self._unlock(_THROUGH)

    def _lock(self, byte: int, until: float) -> bool:
        # Not one long wait in the system: nothing but a signal to the whole process could end that.
        while not self._has_locked(byte):
            if time.monotonic() > until:
                return False
            time.sleep(_PAUSE_S)
        return True

    def _has_locked(self, byte: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _unlock(self, byte: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)
