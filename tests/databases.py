"""Databases for tests.

Most tests use `db`: one database for the whole run, each test in a transaction that is rolled back, so that nothing is
ever flushed. What needs real commits (threads, killed processes, servers for a browser) takes a copy of the database as
it was right after its migrations: `fresh_database` for other processes, `own_database` for the threads of this one.
"""

import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from afterglow.site.databases import database

Copies = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """The tests' database. pytest-django's own makes none in a run where every test works on a copy of it."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def copied_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Copies]:
    """`with copied_database() as url:` gives a database of its own, for fixtures that outlive one test."""
    with django_db_blocker.unblock():
        assert not connection.in_atomic_block, "the template is copied before any test has begun"
        if connection.vendor == "postgresql":
            with postgresql_copies() as copies:
                yield copies
        else:
            yield sqlite_copies(tmp_path_factory.mktemp("databases"))


@pytest.fixture
def fresh_database(copied_database: Copies) -> Iterator[str]:
    """The URL of a fresh copy: give it to another process as AFTERGLOW_DATABASE."""
    with copied_database() as url:
        yield url


@pytest.fixture
def own_database(fresh_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """While the test runs, every thread of this process works on a fresh copy and really commits."""
    with django_db_blocker.unblock(), working_on(fresh_database):
        yield fresh_database


@contextmanager
def working_on(url: str) -> Iterator[None]:
    """Inside this block every thread of this process works on the database at `url`."""
    everyday, usual = connections.settings["default"], connections["default"]
    leave_pool()
    connections.settings["default"] = {**everyday, "NAME": database(url)["NAME"]}
    del connections["default"]
    try:
        yield
    finally:
        leave_pool()
        connections.settings["default"] = everyday
        connections["default"] = usual


def leave_pool() -> None:
    """Close this thread's connection, and the pool that would keep it open."""
    current = connections["default"]
    current.close()
    if isinstance(current, PostgreSQL):
        current.close_pool()


def sqlite_copies(folder: Path) -> Copies:
    """Copies of a file that holds what the tests' database holds now."""
    template, number = folder / "template.sqlite3", itertools.count(1)
    connection.ensure_connection()
    target = sqlite3.connect(template)
    connection.connection.backup(target)
    target.close()

    @contextmanager
    def copy() -> Iterator[str]:
        path = folder / f"copy-{next(number)}.sqlite3"
        shutil.copyfile(template, path)
        yield f"sqlite://{path}"
        for part in folder.glob(f"{path.name}*"):
            part.unlink()

    return copy


@contextmanager
def postgresql_copies() -> Iterator[Copies]:
    """Copies of a database made with TEMPLATE from the tests' own, which nobody may use in that moment."""
    settings, number = connection.settings_dict, itertools.count(1)
    account = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else settings["USER"]
    server = f"postgresql://{account}@{settings['HOST']}:{settings['PORT']}"
    template = f"{settings['NAME']}_template_{os.getpid()}"

    def administer(statement: str) -> None:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as administrator:
            administrator.execute(statement.encode())

    @contextmanager
    def copy() -> Iterator[str]:
        name = f"{template}_{next(number)}"
        administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield f"{server}/{name}"
        finally:
            administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    leave_pool()
    administer(f'CREATE DATABASE "{template}" TEMPLATE "{settings["NAME"]}"')
    try:
        yield copy
    finally:
        administer(f'DROP DATABASE "{template}" WITH (FORCE)')
