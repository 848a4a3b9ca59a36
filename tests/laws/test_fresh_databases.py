"""The copies that servers, threads and killed processes work on are whole, and each stands alone."""

import threading

import pytest
from django.db import connection, connections, transaction

from afterglow.ground.audit.triggers import installed_triggers
from tests.databases import Copies


def tables() -> set[str]:
    return set(connection.introspection.table_names())


@pytest.fixture
def usual(db: None) -> tuple[str, set[str], set[str]]:
    return str(connection.settings_dict["NAME"]), tables(), installed_triggers(connection)


def test_a_copy_has_every_table_and_trigger(usual: tuple[str, set[str], set[str]], own_database: str) -> None:
    name, usual_tables, usual_triggers = usual
    assert connection.settings_dict["NAME"] != name
    assert tables() == usual_tables
    assert installed_triggers(connection) == usual_triggers
    assert usual_triggers


def test_a_commit_of_one_thread_is_seen_by_another(own_database: str) -> None:
    seen: list[bool] = []

    def look() -> None:
        seen.append("left_behind" in tables())
        connections.close_all()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (id integer)")
    other = threading.Thread(target=look)
    other.start()
    other.join()
    assert seen == [True]


@pytest.mark.django_db
def test_nothing_committed_to_a_copy_reaches_the_usual_database() -> None:
    assert "left_behind" not in tables()


def test_two_copies_are_two_databases(copied_database: Copies) -> None:
    with copied_database() as first, copied_database() as second:
        assert first != second
