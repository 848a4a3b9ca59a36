"""Backups: the database, the keys and the audit heads in one file, each with its hash; and the way back."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from afterglow.ground.audit.chain import heads
from afterglow.ground.audit.verifying import Head, verify_all
from afterglow.site.unable import Unable

KEYS = ("audit.key", "session.key")


def back_up(file: Path, *, now: datetime) -> int:
    """Write a backup, readable only by its owner; returns its size in bytes. Work goes on meanwhile.

    The file appears whole or not at all; one of the same name is replaced. Raises Unable where the database cannot
    be copied.
    """
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database"
        # The heads are read first: what is added meanwhile may be in the copy, but nothing may be missing from it.
        known = {str(clinic): head for clinic, head in heads().items()}
        _dump(dump)
        parts = {"database": dump.read_bytes(), "heads.json": json.dumps(known).encode()}
    parts |= {name: (settings.HOME / name).read_bytes() for name in KEYS if (settings.HOME / name).exists()}
    about = {
        "made_at": now.isoformat(),
        "database": connection.vendor,
        "sha256": {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()},
    }
    parts["about.json"] = json.dumps(about, indent=1).encode()
    _write(file, parts)
    return file.stat().st_size


def restore(file: Path) -> int:
    """Restore a backup into an empty installation; returns how many audit chains were verified.

    Raises Unable when the installation is not empty, the file is damaged, it comes from the other kind of database,
    or an audit chain does not hold; what stands here already is left as it was.
    """
    parts = _read(file)
    about = json.loads(parts["about.json"])
    if about["database"] != connection.vendor:
        raise Unable(f"This backup is of {about['database']}; AFTERGLOW_DATABASE names {connection.vendor}.")
    if connection.introspection.table_names():
        raise Unable("There is a database here already. Restore into an empty installation.")
    settings.AUDIT_KEY = parts.get("audit.key", settings.AUDIT_KEY)
    _load(parts["database"])
    said = json.loads(parts["heads.json"])
    known = {int(clinic): (int(number), str(seal)) for clinic, (number, seal) in said.items()}
    _refuse_broken_chains(known)
    for name in KEYS:
        if name in parts:
            _write_private(settings.HOME / name, parts[name])
    return len(known)


def _write(file: Path, parts: Mapping[str, bytes]) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, part in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(part)
            tar.addfile(member, io.BytesIO(part))
    _write_private(file, packed.getvalue())


def _write_private(file: Path, content: bytes) -> None:
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)


def _read(file: Path) -> dict[str, bytes]:
    parts = {}
    try:
        with tarfile.open(file, "r:gz") as tar:
            for member in tar:
                content = tar.extractfile(member)
                parts[member.name] = content.read() if content else b""
        hashes = dict(json.loads(parts["about.json"])["sha256"])
    except (EOFError, zlib.error, tarfile.TarError, KeyError, ValueError, TypeError) as problem:
        raise Unable(f"{file} is not a whole backup: {problem}.") from problem
    for name, expected in {"database": "", "heads.json": "", **hashes}.items():
        if hashlib.sha256(parts.get(name, b"")).hexdigest() != expected:
            raise Unable(f"{file} is damaged: {name} is not what was backed up.")
    return parts


def _refuse_broken_chains(known: Mapping[int, Head]) -> None:
    broken = [found.words for found in verify_all([], known) if not found.holds]
    if broken:
        _empty_again()
        raise Unable("\n".join(["The audit trail in this backup does not hold, so nothing was restored.", *broken]))


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _postgres(["pg_dump", "--format=custom", "--no-owner", f"--file={target}"])


def _load(content: bytes) -> None:
    connections.close_all()
    if connection.vendor == "sqlite":
        _write_private(_sqlite_file(), content)
        return
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        name = settings.DATABASES["default"]["NAME"]
        _postgres(
            ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={name}", file.name]
        )


def _empty_again() -> None:
    if connection.vendor == "sqlite":
        connections.close_all()
        for file in _sqlite_file().parent.glob(f"{_sqlite_file().name}*"):
            file.unlink()
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def _sqlite_file() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))


def _postgres(command: list[str]) -> None:
    database = settings.DATABASES["default"]
    named = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    environment = {variable: str(database[key]) for key, variable in named.items() if database.get(key)}
    try:
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)  # noqa: S603  # a fixed command
    except FileNotFoundError:
        raise Unable(f"{command[0]} is not here. Install PostgreSQL's client programs.") from None
    if done.returncode:
        raise Unable(f"{command[0]} failed: {done.stderr.strip()}")
