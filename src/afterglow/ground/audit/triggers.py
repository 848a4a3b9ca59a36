"""Triggers that make a table append-only in the database itself, for both databases."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS "{table}_no_{verb}" BEFORE {event} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION afterglow_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""

_POSTGRES = """
CREATE OR REPLACE TRIGGER "{table}_no_{verb}" BEFORE {event} ON "{table}"
FOR EACH {each} EXECUTE FUNCTION afterglow_append_only()
"""


def append_only_models() -> list[type[models.Model]]:
    """Every table whose rows may never change or go."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def install_triggers(*, using: str = "default", **_: Any) -> None:
    """Put the triggers on every append-only table that exists. Safe to run again at any time."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    tables = [model._meta.db_table for model in append_only_models() if model._meta.db_table in present]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table in tables:
            for statement in _statements(connection, table):
                cursor.execute(statement)


def installed_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the append-only triggers the database really has."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {str(row[0]) for row in cursor.fetchall()}


def trigger_names(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    """The triggers an append-only table must have on this database."""
    verbs = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    return {f"{table}_no_{verb}" for verb in verbs}


def _statements(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            _POSTGRES.format(table=table, verb=verb, event=verb.upper(), each=each)
            for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT"))
        ]
    return [_SQLITE.format(table=table, verb=verb, event=verb.upper()) for verb in ("update", "delete")]
