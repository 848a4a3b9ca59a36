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
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from afterglow.ground.audit import chain
from afterglow.ground.audit.models import ChainHead

KEYS = ("audit.key", "session.key")


class BackupError(RuntimeError):
    """A backup that cannot be restored here; the message says why and what to do."""


def back_up(file: Path, *, now: datetime) -> int:
    """Write a backup, readable only by its owner; returns its size in bytes. Work goes on meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database"
        heads = {str(head.clinic_id): [head.number, head.seal] for head in ChainHead.objects.all()}
        _dump(dump)
        parts = {"database": dump.read_bytes(), "heads.json": json.dumps(heads).encode()}
    parts |= {name: (settings.HOME / name).read_bytes() for name in KEYS if (settings.HOME / name).exists()}
    about = {
        "made_at": now.isoformat(),
        "database": connection.vendor,
        "sha256": {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()},
    }
    parts["about.json"] = json.dumps(about, indent=1).encode()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out, tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, part in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(part)
            tar.addfile(member, io.BytesIO(part))
    return file.stat().st_size


def restore(file: Path) -> int:
    """Restore a backup into an empty installation; returns how many audit chains were verified.

    Raises BackupError when the installation is not empty, the file is damaged, it comes from the other kind of
    database, or an audit chain does not hold.
    """
    parts = _read(file)
    about = json.loads(parts["about.json"])
    if about["database"] != connection.vendor:
        raise BackupError(f"This backup is of {about['database']}; AFTERGLOW_DATABASE names {connection.vendor}.")
    if "access_clinic" in connection.introspection.table_names():
        raise BackupError("There is a database here already. Restore into an empty installation.")
    for name in KEYS:
        if name in parts:
            (settings.HOME / name).write_bytes(parts[name])
            (settings.HOME / name).chmod(0o600)
    settings.AUDIT_KEY = parts.get("audit.key", settings.AUDIT_KEY)
    _load(parts["database"])
    return _verified(json.loads(parts["heads.json"]))


def _read(file: Path) -> dict[str, bytes]:
    try:
        with tarfile.open(file, "r:gz") as tar:
            parts = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]  # all are plain files
        hashes = json.loads(parts["about.json"])["sha256"]
    except (OSError, EOFError, tarfile.TarError, KeyError, ValueError) as problem:
        raise BackupError(f"{file} is not a whole backup: {problem}.") from problem
    for name, expected in hashes.items():
        if hashlib.sha256(parts.get(name, b"")).hexdigest() != expected:
            raise BackupError(f"{file} is damaged: {name} is not what was backed up.")
    return parts


def _verified(heads: dict[str, list[object]]) -> int:
    for clinic_id, (number, seal) in heads.items():
        found = chain.verify(int(clinic_id), exported_head=(int(str(number)), str(seal)))
        if not found.holds:
            raise BackupError(f"The audit trail of clinic {clinic_id} broke at row {found.broken_at}: {found.why}.")
    return len(heads)


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _postgres(["pg_dump", "--format=custom", f"--file={target}"])


def _load(content: bytes) -> None:
    connections.close_all()
    if connection.vendor == "sqlite":
        Path(str(settings.DATABASES["default"]["NAME"])).write_bytes(content)
        return
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        _postgres(["pg_restore", "--no-owner", f"--dbname={settings.DATABASES['default']['NAME']}", file.name])


def _postgres(command: list[str]) -> None:
    database = settings.DATABASES["default"]
    named = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    environment = {variable: str(database[key]) for key, variable in named.items() if database.get(key)}
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)  # noqa: S603  # a fixed command
    if done.returncode:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip()}")
