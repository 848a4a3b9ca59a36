"""Rows whose INSERT is written once for the life of the process: Django writes it anew for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections, models
from django.db.models.sql import InsertQuery

_written: dict[tuple[type[models.Model], tuple[str, ...]], str] = {}


class QuicklyInserted(models.Model):
    """A model whose rows hold plain values, never expressions that the database would work out."""

    class Meta:
        abstract = True

    def _do_insert(
        self, _manager: object, using: str, fields: Sequence[Any], returning_fields: Sequence[Any], raw: bool
    ) -> list[tuple[Any, ...]]:
        """What Django calls to insert one row; returns the columns that the database filled in."""
        connection = connections[using]
        of = (type(self), tuple(field.attname for field in fields))
        if of not in _written:
            _written[of] = _write(self, fields, returning_fields, connection)
        values = [getattr(self, field.attname) if raw else field.pre_save(self, add=True) for field in fields]
        kept = [field.get_db_prep_save(one, connection) for field, one in zip(fields, values, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(_written[of], kept)
            return [cursor.fetchone()] if returning_fields else []


def _write(record: models.Model, fields: Sequence[Any], returning_fields: Sequence[Any], connection: Any) -> str:
    query = InsertQuery(type(record))
    query.insert_values(fields, [record], raw=True)
    compiler: Any = query.get_compiler(connection=connection)
    compiler.returning_fields = returning_fields
    [(sql, _)] = compiler.as_sql()
    return str(sql)
