"""Writers of one process go in the order in which they came; of several processes, none is turned away."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.db.utils import OperationalError

from afterglow.site.sqlite.turns import Turns

needs_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL queues its writers itself")


def test_the_turn_goes_to_whoever_has_waited_longest() -> None:
    turns, came, went = Turns(), list(range(12)), []

    def write(number: int) -> None:
        assert turns.take(seconds=20)
        went.append(number)
        turns.leave()

    assert turns.take(seconds=0)
    with ThreadPoolExecutor(max_workers=len(came)) as threads:
        for number in came:
            threads.submit(write, number)
            while len(turns._waiting) <= number:
                threading.Event().wait(0.001)
        turns.leave()
    assert went == came


def test_who_gives_up_does_not_get_the_turn_later() -> None:
    turns = Turns()
    assert turns.take(seconds=0)
    assert not turns.take(seconds=0.01)
    turns.leave()
    assert turns.take(seconds=0)


def add(counted: list[int], times: int) -> None:
    try:
        for _ in range(times):
            with transaction.atomic():
                before = counted[0]
                threading.Event().wait(0.0001)
                counted[0] = before + 1
    finally:
        connections.close_all()


@needs_sqlite
def test_a_transaction_has_the_turn_until_it_ends_however_it_ends(own_database: str) -> None:
    counted = [0]
    with ThreadPoolExecutor(max_workers=8) as threads:
        for done in [threads.submit(add, counted, 25) for _ in range(8)]:
            done.result(timeout=60)
    assert counted == [200], "two transactions were open at once"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ = 1 / 0
    with transaction.atomic():
        connection.close()
    with transaction.atomic():
        pass


@needs_sqlite
def test_a_writer_that_never_ends_is_not_waited_for_without_end(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late() -> None:
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
        try:
            with transaction.atomic():
                pass
        finally:
            connections.close_all()

    with (
        transaction.atomic(),
        ThreadPoolExecutor(max_workers=1) as threads,
        pytest.raises(OperationalError, match="lock"),
    ):
        threads.submit(late).result(timeout=20)
