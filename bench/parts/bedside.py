"""Monitors that post one reading a second each, and screens to which every one of them must come, in order.

One process with one loop: the clock of sending is the clock of arrival. Every reading carries a figure that tells which
of its bay it is, so that a lost, doubled or disordered one is found.
"""

from __future__ import annotations

import asyncio
import gc
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter
from typing import cast

import uvloop

LEAST, MANY = 60, 60
"""Figures go round from 60 to 119, so that neighbours differ."""
WARMING_S, LAST_S = 2, 3.0


@dataclass(frozen=True)
class Way:
    """How one server is spoken to: what a monitor posts, what a screen asks, and how arrivals are read.

    ``arrivals`` takes bytes and returns (bay, figure) of each reading in them, and what is left over.
    """

    port: int
    post: Callable[[int, int], bytes]
    ask: Callable[[int], bytes]
    arrivals: Callable[[bytes], tuple[list[tuple[int, int]], bytes]]


@dataclass(frozen=True)
class Seen:
    """What came of a run: milliseconds from POST to screen and to its answer, and how many readings went wrong."""

    to_screen: tuple[float, ...]
    to_answer: tuple[float, ...]
    wrong: int


@dataclass
class _Run:
    sent: dict[tuple[int, int], float] = field(default_factory=dict)
    to_screen: list[float] = field(default_factory=list)
    to_answer: list[float] = field(default_factory=list)
    wrong: int = 0


def p99(times: Sequence[float]) -> float:
    """The 99th of a hundred."""
    return quantiles(times, n=100)[98]


def p50(times: Sequence[float]) -> float:
    """The middle."""
    return quantiles(times, n=100)[49]


def run(way: Way, *, bays: int, screens: int, seconds: float) -> Seen:
    """Post for so long, and wait until every screen has heard of all. Raises AssertionError for an answer not 200."""
    gc.collect()
    gc.disable()
    try:
        return uvloop.run(_run(way, bays, screens, seconds))
    finally:
        gc.enable()


async def _run(way: Way, bays: int, screens: int, seconds: float) -> Seen:
    state = _Run()
    loop = asyncio.get_running_loop()
    shown = [await _screen(way, number, state) for number in range(screens)]
    await asyncio.gather(*(one.open for one in shown))
    start = loop.time() + 0.5
    phases = [random.Random(bay).random() for bay in range(bays)]  # each monitor has its own second
    rounds = int(seconds + WARMING_S)
    await asyncio.gather(*(_monitor(way, bay, start + phases[bay], rounds, state) for bay in range(bays)))
    until = loop.time() + LAST_S
    while loop.time() < until and any(one.total < bays * rounds for one in shown):
        await asyncio.sleep(0.05)
    lost = sum(bays * rounds - one.total for one in shown)
    for one in shown:
        one.close()
    return Seen(tuple(state.to_screen), tuple(state.to_answer), state.wrong + lost)


async def _monitor(way: Way, bay: int, at: float, rounds: int, state: _Run) -> None:
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
    for number in range(rounds):
        await asyncio.sleep(max(0.0, at + number - loop.time()))
        asked = perf_counter()
        state.sent[bay, number] = asked
        writer.write(way.post(bay, LEAST + number % MANY))
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        size = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(size)
        if number >= WARMING_S:
            state.to_answer.append((perf_counter() - asked) * 1000)
    writer.close()


class _Screen(asyncio.Protocol):
    def __init__(self, way: Way, number: int, state: _Run) -> None:
        self._way, self._number, self._state = way, number, state
        self._rest = b""
        self._heard: dict[int, int] = {}
        self.total = 0
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)
        self._transport.write(self._way.ask(self._number))

    def data_received(self, data: bytes) -> None:
        now = perf_counter()
        if not self.open.done():
            assert data.startswith((b"HTTP/1.1 200", b"HTTP/1.1 101")), data[:100]
            self.open.set_result(None)
        found, self._rest = self._way.arrivals(self._rest + data)
        state = self._state
        for bay, figure in found:
            number = self._heard.get(bay, 0)
            self._heard[bay] = number + 1
            self.total += 1
            if figure != LEAST + number % MANY:
                state.wrong += 1
            asked = state.sent[bay, number]
            if number >= WARMING_S:
                state.to_screen.append((now - asked) * 1000)

    def close(self) -> None:
        self._transport.close()


async def _screen(way: Way, number: int, state: _Run) -> _Screen:
    _, made = await asyncio.get_running_loop().create_connection(
        lambda: _Screen(way, number, state), "127.0.0.1", way.port
    )
    return made
