"""Rows of several threads in one commit: each returns once its own is durable, and none suffers for another."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.audit.together import Together


class Disk:
    """Keeps what was written, one list a commit; the first commit waits until it is let through."""

    def __init__(self, refused: frozenset[int] = frozenset()) -> None:
        self.commits: list[list[int]] = []
        self.refused = refused
        self.under_way, self.let_through = threading.Event(), threading.Event()

    def write_all(self, rows: Sequence[int]) -> None:
        self.under_way.set()
        self.let_through.wait(20)
        if self.refused & set(rows):
            raise OSError("the disk is full")
        self.commits.append(list(rows))


@given(st.integers(1, 12))
def test_who_comes_during_a_commit_is_written_by_the_next_one_with_everybody_else(others: int) -> None:
    disk = Disk()
    together = Together(disk.write_all)
    with ThreadPoolExecutor(max_workers=others + 1) as threads:
        first = threads.submit(together.write, 0)
        assert disk.under_way.wait(20)
        rest = [threads.submit(together.write, number) for number in range(1, others + 1)]
        while len(together._queue) < others + 1:
            threading.Event().wait(0.001)
        disk.let_through.set()
        for one in (first, *rest):
            one.result(timeout=20)
    assert [len(commit) for commit in disk.commits] == [1, others]
    assert sorted(row for commit in disk.commits for row in commit) == list(range(others + 1))


def test_a_row_is_durable_when_write_returns() -> None:
    disk = Disk()
    disk.let_through.set()
    together = Together(disk.write_all)
    together.write(1)
    assert disk.commits == [[1]]


def test_a_commit_that_fails_is_told_to_everybody_whose_row_is_not_durable() -> None:
    disk = Disk(refused=frozenset({1}))
    disk.let_through.set()
    together = Together(disk.write_all)
    with pytest.raises(OSError, match="full"):
        together.write(1)
    together.write(2)
    assert disk.commits == [[2]]
