"""Installations of their own, for what a command does to one."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from django.db import connection

from afterglow.ground.protocol.reading import version_files
from tests.databases import Copies

ROOT = Path(__file__).resolve().parent.parent.parent.parent
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Installation:
    """A home folder, a database, and the command that works on both."""

    home: Path
    database: str
    clinics: Path

    @property
    def environment(self) -> dict[str, str]:
        """What tells a process that it belongs to this installation."""
        return os.environ | {
            "AFTERGLOW_HOME": str(self.home),
            "AFTERGLOW_DATABASE": self.database,
            "AFTERGLOW_CLINICS": str(self.clinics),
            "AFTERGLOW_MAIL": "console:",
            "DJANGO_SETTINGS_MODULE": "afterglow.site.settings.live",
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """``afterglow`` with these words."""
        command = [sys.executable, "-m", "afterglow.site.command", *words]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def done(self, *words: str) -> str:
        """The same, for what must succeed; returns what it said."""
        result = self.run(*words)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def refused(self, *words: str) -> str:
        """The same, for what must be refused, and in words; returns them."""
        result = self.run(*words)
        assert result.returncode == 1, result.stdout
        assert "Traceback" not in result.stderr
        return result.stderr

    def open_larkfield(self) -> None:
        """Open a clinic under a protocol file of its own."""
        self.done("clinic", "larkfield", str(self.protocol_file()), "--administrator", "Joanne Pike", "--email",
                  "joanne@larkfield.example")  # fmt: skip

    def protocol_file(self) -> Path:
        """The clinic's own copy of its first protocol, in its own folder."""
        shipped = next(file.path for file in version_files() if file.clinic == "larkfield")
        own = self.clinics / "larkfield" / shipped.name
        if not own.exists():
            own.parent.mkdir(parents=True, exist_ok=True)
            own.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
        return own


class Installations(Protocol):
    """Makes another installation: its tables are there already, unless it is to have an empty database."""

    def __call__(self, *, empty: bool = False) -> Installation: ...


@pytest.fixture
def installations(copied_database: Copies, tmp_path: Path) -> Iterator[Installations]:
    """Call it for another installation of the kind of database that the suite runs on."""
    with ExitStack() as stack:

        def another(*, empty: bool = False) -> Installation:
            folder = tmp_path / f"installation-{next(_numbers)}"
            folder.mkdir()
            url = stack.enter_context(_empty_database(folder) if empty else copied_database())
            return Installation(folder / "home", url, folder / "clinics")

        yield another


@contextmanager
def _empty_database(folder: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield f"sqlite://{folder / 'database.sqlite3'}"
        return
    settings = connection.settings_dict
    account = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else settings["USER"]
    server = f"postgresql://{account}@{settings['HOST']}:{settings['PORT']}"
    name = f"{settings['NAME']}_installation_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as administrator:
        administrator.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield f"{server}/{name}"
        finally:
            administrator.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
