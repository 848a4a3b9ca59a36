"""What can be wrong with an installation, found by looking, each with the way to mend it."""

from __future__ import annotations

import hashlib
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
from afterglow.ground.audit import chain
from afterglow.ground.audit.triggers import append_only_models, installed_triggers, trigger_names
from afterglow.ground.protocol.problem import ProtocolError
from afterglow.ground.protocol.reading import SHIPPED, load_protocol, version_files


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong, and what to do about it."""

    what: str
    mend: str


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


def changed_protocol_files() -> list[str]:
    """Protocol files of the site's own folder whose text differs from the version put into use."""
    changed = []
    folders = [Path(settings.CLINIC_FILES)] if settings.CLINIC_FILES else []
    own = (version.path for version in version_files(*folders) if not version.path.is_relative_to(SHIPPED))
    for file in own:
        text = file.read_text()
        try:
            protocol = load_protocol(text, str(file))
        except ProtocolError:
            continue
        digest = hashlib.sha256(text.encode()).hexdigest()
        stored = ProtocolActivation.objects.filter(clinic__slug=protocol.code, version=protocol.version).first()
        if stored is not None and stored.sha256 != digest:
            changed.append(str(file))
    return changed


def _database() -> Iterator[Complaint]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Complaint("The database is not made yet, or not up to date.", "run `afterglow migrate`")


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
    for file in changed_protocol_files():
        yield Complaint(
            f"{file} was changed after it was put into use.", "put the old text back; give the new text a new date"
        )


def _chains() -> Iterator[Complaint]:
    for pk in Clinic.objects.order_by("pk").values_list("pk", flat=True):
        found = chain.verify(pk)
        if not found.holds:
            yield Complaint(
                f"The audit trail of clinic {pk} broke at row {found.broken_at}: {found.why}.",
                "keep a copy of everything, and find out who could write to the database",
            )
