"""Queries asked with nearly every request: Django writes their SQL once for the life of the process.

Written anew each time it costs several times what the database takes to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, TypeVarTuple, cast

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

V = TypeVarTuple("V")
R = TypeVar("R")
Row = Sequence[Any]

_FIRST_NUMBER = 1_913_000_000
"""Marks are numbers that fit every column and that no query of ours holds."""


class Prepared(Generic[*V, R]):
    """A queryset that depends on whole numbers and words only, as a function of them.

    ``ask`` is called once, with marks where the values will stand. It gives whole rows of a model, with what
    ``select_related`` adds, or tuples by ``values_list``. Raises LookupError for a queryset that it does not fit.
    """

    def __init__(self, ask: Callable[[*V], QuerySet[Any, R]]) -> None:
        self._ask = ask
        self._written: _Written | None = None

    def __call__(self, *values: *V) -> list[R]:
        """Every row, in the queryset's order."""
        if self._written is None:
            self._written = _write(self._ask, values)
        written, given = self._written, cast("tuple[Any, ...]", values)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, [one if place is None else given[place] for place, one in written.values])
            rows = cursor.fetchall()
        return cast("list[R]", written.read(rows))

    def first(self, *values: *V) -> R | None:
        """The first row, or None: for a queryset that is cut after one."""
        found = self(*values)
        return found[0] if found else None


@dataclass(frozen=True)
class _Written:
    sql: str
    values: tuple[tuple[int | None, Any], ...]
    """What is handed on with the SQL: the number of a value that is given each time, or one that stays."""
    read: Callable[[Sequence[Row]], list[Any]]


def _write(ask: Callable[..., QuerySet[Any, Any]], given: Sequence[object]) -> _Written:
    marks = [_mark(number, value) for number, value in enumerate(given)]
    rows = ask(*marks)
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    values = tuple((marks.index(one), None) if one in marks else (None, one) for one in params)
    if {place for place, _ in values} - {None} != set(range(len(marks))):
        raise LookupError("A value is not handed on to the database as it was given.")
    return _Written(sql, values, _reader(rows, compiler))


def _mark(number: int, value: object) -> int | str:
    if isinstance(value, str):
        return f"value {number} of a prepared query"
    if isinstance(value, int) and not isinstance(value, bool):
        return _FIRST_NUMBER + number
    raise LookupError(f"A prepared query takes whole numbers and words, not {value!r}.")


def _reader(rows: QuerySet[Any, Any], compiler: Any) -> Callable[[Sequence[Row]], list[Any]]:
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])

    def converted(found: Sequence[Row]) -> Iterable[Row]:
        return compiler.apply_converters(found, converters) if converters else found

    kind = rows._iterable_class
    if kind is ValuesListIterable:
        return lambda found: [tuple(row) for row in converted(found)]
    if kind is not ModelIterable or compiler.annotation_col_map or rows._prefetch_related_lookups:  # type: ignore[attr-defined]  # not in the stubs
        raise LookupError("A prepared query gives rows of a model or tuples, and nothing that is fetched beside them.")
    made = _maker(compiler)
    return lambda found: [made(row) for row in converted(found)]


def _maker(compiler: Any) -> Callable[[Row], Model]:
    """Makes rows into objects as Django's own ModelIterable does."""
    start, end = compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[start:end]]
    model = compiler.klass_info["model"]
    populators = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]  # the stubs are those of a later Django

    def made(row: Row) -> Model:
        record: Model = model.from_db(connection.alias, names, row[start:end])
        for populator in populators:
            populator.populate(row, record)
        return record

    return made
