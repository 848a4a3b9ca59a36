"""What can be wrong with an installation, found by looking, each with the way to mend it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from afterglow.ground.access.models import Clinic, ProtocolActivation
from afterglow.ground.access.protocols import NoProtocol, protocol_in_force
from afterglow.ground.audit.triggers import append_only_models, installed_triggers, trigger_names
from afterglow.ground.audit.verifying import verify_all
from afterglow.ground.protocol.problem import ProtocolError
from afterglow.ground.protocol.reading import version_files


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong, and what to do about it."""

    what: str
    mend: str


_NOT_MADE = Complaint("The database is not made yet, or not up to date.", "run `afterglow migrate`")


def complaints(now: datetime) -> tuple[Complaint, ...]:
    """Everything that is wrong. Where the database cannot be read, only that is said."""
    try:
        first = tuple(_database())
    except DatabaseError as problem:
        return (Complaint(f"The database cannot be reached: {problem}", "check AFTERGLOW_DATABASE and that it runs"),)
    if first:
        return first
    looks: tuple[Callable[[], Iterable[Complaint]], ...] = (
        _triggers,
        _stylesheet,
        lambda: _protocols(now),
        _changed_files,
        _chains,
    )
    return tuple(complaint for look in looks for complaint in look())


def hindrances() -> tuple[Complaint, ...]:
    """What is so wrong that nobody may be served: looked at before each start, so it is only what is quickly seen.

    Raises DatabaseError where the database cannot be read.
    """
    if "access_clinic" not in connection.introspection.table_names():
        return (_NOT_MADE,)
    return tuple(_changed_files())


def _database() -> Iterator[Complaint]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield _NOT_MADE


def _triggers() -> Iterator[Complaint]:
    present = installed_triggers(connection)
    for model in append_only_models():
        table = model._meta.db_table
        if missing := trigger_names(connection, table) - present:
            yield Complaint(f"{table} can be changed: {', '.join(sorted(missing))} missing.", "run `afterglow migrate`")


def _stylesheet() -> Iterator[Complaint]:
    if finders.find("design/built/afterglow.css") is None:
        yield Complaint("The pages have no stylesheet.", "run `make setup`, or install a wheel")


def _protocols(now: datetime) -> Iterator[Complaint]:
    for clinic in Clinic.objects.order_by("pk"):
        try:
            protocol_in_force(clinic, now)
        except NoProtocol as problem:
            yield Complaint(f"{problem}.", f"run `afterglow protocol activate {clinic.slug} FILE`")


def _changed_files() -> Iterator[Complaint]:
    """Files of versions in use, shipped or a clinic's own, that no longer say what was put into use."""
    folders = [Path(settings.CLINIC_FILES)] if settings.CLINIC_FILES else []
    try:
        files = version_files(*folders)
    except ProtocolError as problem:
        yield Complaint(str(problem), "give the file the version’s date as its name")
        return
    rows = ProtocolActivation.objects.order_by("pk")
    in_use = {(str(tomllib.loads(row.text)["code"]), row.version): row.sha256 for row in rows}
    for file in files:
        put_into_use = in_use.get((file.clinic, file.version))
        if put_into_use is not None and _digest(file.path) != put_into_use:
            yield Complaint(
                f"{file.path} was changed after it was put into use.",
                "put the old text back; give the new text a new date",
            )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_text(encoding="utf-8", errors="replace").encode()).hexdigest()


def _chains() -> Iterator[Complaint]:
    for found in verify_all(Clinic.objects.values_list("pk", flat=True), exported={}):
        if not found.holds:
            yield Complaint(
                f"The audit trail does not hold. {found.words}",
                "keep a copy of everything, and find out who could write to the database",
            )
