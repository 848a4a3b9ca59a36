"""Monitors that post one reading a second each, and screens to which every one of them must come, in order.

One process with one loop: the clock of sending is the clock of arrival. Every reading carries a figure that tells which
of its bay it is, so that a lost, doubled or disordered one is found. While readings are under way a screen only keeps
what came and when: it is read afterwards, so that looking does not take the time it measures.
"""

from __future__ import annotations

import asyncio
import gc
import random
from collections.abc import Callable, Mapping, Sequence
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
    to_answer: list[float] = field(default_factory=list)


@dataclass
class _Read:
    to_screen: list[float] = field(default_factory=list)
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
    shown = [await _screen(way, number) for number in range(screens)]
    await asyncio.gather(*(one.open for one in shown))
    start = loop.time() + 0.5
    phases = [random.Random(bay).random() for bay in range(bays)]  # each monitor has its own second
    rounds = int(seconds + WARMING_S)
    await asyncio.gather(*(_monitor(way, bay, start + phases[bay], rounds, state) for bay in range(bays)))
    if shown:
        await asyncio.sleep(LAST_S)
    found = _Read()
    for one in shown:
        one.close()
        found.wrong += abs(bays * rounds - _read(one.came, way, state.sent, found))
    return Seen(tuple(found.to_screen), tuple(state.to_answer), found.wrong)


async def _monitor(way: Way, bay: int, at: float, rounds: int, state: _Run) -> None:
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
    for number in range(rounds):
        await asyncio.sleep(max(0.0, at + number - loop.time()))
        message = way.post(bay, LEAST + number % MANY)
        state.sent[bay, number] = asked = perf_counter()
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        size = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(size)
        if number >= WARMING_S:
            state.to_answer.append((perf_counter() - asked) * 1000)
    writer.close()


class _Screen(asyncio.Protocol):
    def __init__(self, asking: bytes) -> None:
        self._asking = asking
        self.came: list[tuple[float, bytes]] = []
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)
        self._transport.write(self._asking)

    def data_received(self, data: bytes) -> None:
        self.came.append((perf_counter(), data))
        if not self.open.done():
            assert data.startswith((b"HTTP/1.1 200", b"HTTP/1.1 101")), data[:100]
            self.open.set_result(None)

    def close(self) -> None:
        self._transport.close()


async def _screen(way: Way, number: int) -> _Screen:
    asking = way.ask(number)
    _, made = await asyncio.get_running_loop().create_connection(lambda: _Screen(asking), "127.0.0.1", way.port)
    return made


def _read(came: Sequence[tuple[float, bytes]], way: Way, sent: Mapping[tuple[int, int], float], found: _Read) -> int:
    """Look through what came to one screen; how many readings it was."""
    heard: dict[int, int] = {}
    rest = b""
    for at, data in came:
        arrived, rest = way.arrivals(rest + data)
        for bay, figure in arrived:
            number = heard.get(bay, 0)
            heard[bay] = number + 1
            if figure != LEAST + number % MANY:
                found.wrong += 1
            if number >= WARMING_S:
                found.to_screen.append((at - sent[bay, number]) * 1000)
    return sum(heard.values())
