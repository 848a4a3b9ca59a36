"""Django's SQLite, with writers that wait for their turn instead of knocking ever more seldom.

SQLite lets one writer in at a time and has the others try again after pauses that grow to a tenth of a second; who is
unlucky waits long, and who comes late may be first. Threads of one process queue here in order; only the first of each
process knocks at the file, every half millisecond.
"""

from __future__ import annotations

import time
from typing import Final

from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.utils import OperationalError

from afterglow.site.sqlite.turns import Turns, turns_at

_PAUSE_S: Final = 0.0005


class DatabaseWrapper(SQLite):
    """One thread's connection."""

    _turns: Turns | None = None
    """Where this connection has the turn, while it has."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"]["timeout"])
        until = time.monotonic() + patience
        turns = turns_at(str(self.settings_dict["NAME"]))
        if not turns.take(seconds=patience):
            raise OperationalError("database is locked")
        self._turns = turns
        try:
            self._begin(until)
        except BaseException:
            self._leave()
            raise

    def _begin(self, until: float) -> None:
        with self.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                while not self._has_begun(until):
                    time.sleep(_PAUSE_S)
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(self.settings_dict['OPTIONS']['timeout'] * 1000)}")

    def _has_begun(self, until: float) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except OperationalError as problem:
            if "locked" not in str(problem) or time.monotonic() > until:
                raise
            return False
        return True

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._turns is not None:
            turns, self._turns = self._turns, None
            turns.leave()
