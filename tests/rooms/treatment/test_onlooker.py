"""One browser at the board's stream: told at once while it takes what comes, and in order when it is slow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from afterglow.care.treatment.board_stream import MOST_WAITING, SIGNED_OUT, Onlooker


class Line:
    """What a browser has been sent; while it is ``full``, whoever sends waits."""

    def __init__(self) -> None:
        self.came: list[tuple[bytes, bool]] = []
        self.free = asyncio.Event()
        self.free.set()

    async def send(self, message: dict[str, Any]) -> None:
        await self.free.wait()
        self.came.append((message["body"], message["more_body"]))


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def following(test: Callable[[Line, Onlooker, asyncio.Task[None]], Any]) -> None:
    async def within() -> None:
        line = Line()
        onlooker = Onlooker(line.send)
        sending = asyncio.create_task(onlooker.send_all())
        await settled()
        await test(line, onlooker, sending)
        sending.cancel()

    asyncio.run(asyncio.wait_for(within(), 5))


def test_who_takes_what_comes_has_it_before_anybody_is_woken() -> None:
    async def test(line: Line, onlooker: Onlooker, _: asyncio.Task[None]) -> None:
        onlooker.tell(b"1")
        onlooker.tell(b"2")
        assert line.came == [(b"1", True), (b"2", True)]

    following(test)


def test_who_is_slow_is_told_everything_once_and_in_order_and_nobody_waits_for_them() -> None:
    async def test(line: Line, onlooker: Onlooker, _: asyncio.Task[None]) -> None:
        line.free.clear()
        for number in range(4):
            onlooker.tell(b"%d" % number)
        await settled()
        assert line.came == []
        line.free.set()
        await settled()
        onlooker.tell(b"4")
        assert b"".join(words for words, _ in line.came) == b"01234"

    following(test)


def test_who_is_let_go_hears_so_last() -> None:
    async def test(line: Line, onlooker: Onlooker, sending: asyncio.Task[None]) -> None:
        line.free.clear()
        onlooker.tell(b"1")
        onlooker.end()
        onlooker.tell(b"too late")
        line.free.set()
        await sending
        assert line.came == [(b"1", True), (SIGNED_OUT, False)]

    following(test)


def test_who_stopped_taking_what_comes_is_let_go() -> None:
    async def test(line: Line, onlooker: Onlooker, sending: asyncio.Task[None]) -> None:
        line.free.clear()
        for _ in range(MOST_WAITING + 3):
            onlooker.tell(b".")
        line.free.set()
        await sending
        assert not line.came[-1][1]

    following(test)


def test_one_whose_line_is_cut_is_nobody_elses_trouble() -> None:
    async def cut(_: dict[str, Any]) -> None:
        raise OSError("the browser has gone")

    async def test() -> None:
        onlooker = Onlooker(cut)
        sending = asyncio.create_task(onlooker.send_all())
        await settled()
        onlooker.tell(b"1")
        onlooker.tell(b"2")
        assert not sending.done()
        sending.cancel()

    asyncio.run(asyncio.wait_for(test(), 5))
