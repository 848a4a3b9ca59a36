"""How patiently a message that was not taken is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afterglow.record.contact.rules import TAKES_AT_MOST, WAITS, wait_after


@pytest.mark.parametrize(
    ("failed_tries", "wait"),
    [
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=5)),
        (3, timedelta(minutes=30)),
        (4, timedelta(hours=2)),
        (5, timedelta(hours=6)),
        (6, timedelta(hours=12)),
        (7, None),
        (8, None),
    ],
)
def test_each_failure_waits_longer_and_the_seventh_is_the_last(failed_tries: int, wait: timedelta | None) -> None:
    assert wait_after(failed_tries) == wait


def test_a_person_hears_of_it_within_a_day() -> None:
    assert timedelta(hours=20) < sum(WAITS, timedelta()) < timedelta(hours=24)


def test_a_try_has_time_to_end_before_another_worker_begins() -> None:
    twenty_seconds_for_the_server = timedelta(seconds=20)
    assert twenty_seconds_for_the_server * 3 < TAKES_AT_MOST
