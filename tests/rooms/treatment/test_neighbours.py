"""What one serving process commits the others hear of at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from afterglow.care.treatment.neighbours import Seat, seats


@contextmanager
def neighbours(count: int) -> Iterator[Sequence[Seat]]:
    made = seats(count)
    yield made
    for ends in made[0].lines:
        for end in ends:
            end.close()


async def hears(seat: Seat) -> list[bytes]:
    """What it hears within the time that a call takes."""
    heard = list[bytes]()
    seat.listen(heard.append)
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), 0.05)
    asyncio.get_running_loop().remove_reader(seat.ear)
    return heard


def test_a_call_is_heard_by_the_others_and_not_by_oneself() -> None:
    with neighbours(3) as (first, second, third):
        first.call(b"something")
        first.call(b"more")
        assert [asyncio.run(hears(one)) for one in (first, second, third)] == [[], *[[b"something", b"more"]] * 2]
        assert not asyncio.run(hears(second)), "what was heard is not heard again"


def test_a_process_alone_hears_nobody() -> None:
    with neighbours(1) as (alone,):
        alone.call(b"something")
        assert not asyncio.run(hears(alone))


def test_whoever_never_listens_holds_nobody_up() -> None:
    with neighbours(2) as (first, second):
        for number in range(10_000):
            first.call(str(number).encode())
        heard = asyncio.run(hears(second))
        assert heard == [str(number).encode() for number in range(len(heard))] != []
