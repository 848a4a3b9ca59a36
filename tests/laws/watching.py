"""Watching what a request writes, and comparing whole tables before and after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from tests.laws.test_models import OURS

WRITES = ("INSERT", "UPDATE", "DELETE")
OF_THE_BROWSER, OF_READING = '"django_session"', '"audit_readentry"'


@dataclass
class Watch:
    """Every statement that writes, but for the browser's own session."""

    writes: list[str] = field(default_factory=list)

    @property
    def changes(self) -> list[str]:
        """Those that are more than a note of who read about whom."""
        return [sql for sql in self.writes if OF_READING not in sql]

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note a statement and run it."""
        if sql.lstrip().upper().startswith(WRITES) and OF_THE_BROWSER not in sql[:60]:
            self.writes.append(sql[:200])
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch the statements of this block."""
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch


def everything() -> Mapping[str, tuple[int, str]]:
    """The number of rows of every table of ours, and a hash of all that stands in them."""
    return {model._meta.label: _rows(model) for model in OURS}


def _rows(model: type[models.Model]) -> tuple[int, str]:
    rows = list(model._default_manager.order_by("pk").values_list())
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()
