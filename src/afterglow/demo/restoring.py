"""The built demo and the one in use: two files, so that everything can be put back at once."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.duration import duration_microseconds

from afterglow.demo import clock
from afterglow.ground.access.recent import forget_everything
from afterglow.ground.gateways.payments.stub.demo import stub_file
from afterglow.ground.kernel.clock import real_now

_PACKAGE = Path(__file__).resolve().parent.parent
_MADE_OF = ("*.py", "*.toml")


def built_database() -> Path:
    """Where the built demo of exactly this code and these protocols lies, or would lie."""
    digest = hashlib.sha256()
    for pattern in _MADE_OF:
        for path in sorted(_PACKAGE.rglob(pattern)):
            digest.update(str(path.relative_to(_PACKAGE)).encode())
            digest.update(path.read_bytes())
    return Path(settings.HOME) / f"built-{digest.hexdigest()[:16]}.sqlite3"


def used_database() -> Path:
    """The demo in use."""
    return Path(str(settings.DATABASES["default"]["NAME"]))


def copy_database(source: Path, target: Path) -> None:
    """Copy a whole database into a file that others may have open: they see it change between two of their reads."""
    with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(target, timeout=20)) as copy:
        whole.backup(copy)


def put_everything_back() -> None:
    """Restore the built demo into the one in use, and its clock.

    The clock is set in what is copied: a demo without one would stand at the machine's own day until it was, and
    monitors and due work of other processes would write that day down.
    """
    connection.close()
    _set_clock(built_database(), clock.START)
    copy_database(built_database(), used_database())
    copy_database(stub_file(built_database()), stub_file(used_database()))
    forget_everything()


def _set_clock(database: Path, moment: datetime) -> None:
    ahead = duration_microseconds(moment - real_now())
    with closing(sqlite3.connect(database)) as built, built:
        built.execute("UPDATE access_installation SET clock_offset = ?", [ahead])
