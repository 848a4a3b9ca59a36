"""Django's SQLite, with writers that wait for their turn instead of knocking ever more seldom.

SQLite lets one writer in at a time and has the others try again after pauses that grow to a tenth of a second; who is
unlucky waits long, and who comes late may be first. Here threads queue in order, and processes take turns. Only a
writer that knows nothing of this, such as a database shell, is still waited for by knocking at the file.
"""

from __future__ import annotations

import sqlite3
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
        patience = self._patience
        until = time.monotonic() + patience
        turns = turns_at(str(self.settings_dict["NAME"]))
        if not turns.take(seconds=patience):
            raise OperationalError("database is locked")
        self._turns = turns
        try:
            self._begin(until)
        except BaseException:
            self._end_turn()
            raise

    def _begin(self, until: float) -> None:
        # Straight at SQLite: through Django's cursor each knock costs ten times as much. A database in memory does not
        # wait by itself.
        with self.wrap_database_errors:
            while not _has_begun(self.connection, until):
                time.sleep(_PAUSE_S)

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._end_turn()

    def _close(self) -> None:
        turns, self._turns = self._turns, None
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            if turns is not None:
                turns.leave()

    def _end_turn(self) -> None:
        if self._turns is not None:
            turns, self._turns = self._turns, None
            turns.leave()

    @property
    def _patience(self) -> float:
        return float(self.settings_dict["OPTIONS"]["timeout"])


def _has_begun(connection: sqlite3.Connection, until: float) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as problem:
        if "locked" not in str(problem) or time.monotonic() > until:
            raise
        return False
    return True
