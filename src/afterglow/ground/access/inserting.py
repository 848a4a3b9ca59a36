"""Rows whose INSERT is written once for the life of the process: Django writes it anew for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.sql import InsertQuery

_written: dict[tuple[type[models.Model], tuple[str, ...]], str] = {}
_written_once: dict[type[models.Model], str] = {}


class QuicklyInserted(models.Model):
    """A model whose rows hold plain values, never expressions that the database would work out."""

    class Meta:
        abstract = True

    def insert_once(self) -> bool:
        """Insert it as a new row, unless a unique rule says that it is there already; whether it was inserted."""
        meta, connection = self._meta, connections[DEFAULT_DB_ALIAS]
        fields = [field for field in meta.concrete_fields if field is not meta.pk]
        if type(self) not in _written_once:
            insert, returning = _write(self, fields, [meta.pk], connection).rsplit(" RETURNING ", 1)
            _written_once[type(self)] = f"{insert} ON CONFLICT DO NOTHING RETURNING {returning}"
        values = [getattr(self, field.attname) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(_written_once[type(self)], _adapted(values, fields, connection))
            given = cursor.fetchone()
        if given is None:
            return False
        self.pk = given[0]
        self._state.adding, self._state.db = False, DEFAULT_DB_ALIAS
        return True

    def _do_insert(
        self, _manager: object, using: str, fields: Sequence[Any], returning_fields: Sequence[Any], raw: bool
    ) -> list[tuple[Any, ...]]:
        """What Django calls to insert one row; returns the columns that the database filled in."""
        connection = connections[using]
        of = (type(self), tuple(field.attname for field in fields))
        if of not in _written:
            _written[of] = _write(self, fields, returning_fields, connection)
        values = [getattr(self, field.attname) if raw else field.pre_save(self, add=True) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(_written[of], _adapted(values, fields, connection))
            return [cursor.fetchone()] if returning_fields else []


def _write(record: models.Model, fields: Sequence[Any], returning_fields: Sequence[Any], connection: Any) -> str:
    query = InsertQuery(type(record))
    query.insert_values(fields, [record], raw=True)
    compiler: Any = query.get_compiler(connection=connection)
    compiler.returning_fields = returning_fields
    [(sql, _)] = compiler.as_sql()
    return str(sql)


def _adapted(values: Sequence[object], fields: Sequence[Any], connection: Any) -> list[Any]:
    return [
        None if value is None else field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values, strict=True)
    ]
