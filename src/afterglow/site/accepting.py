"""A server process that shares new connections fairly with its neighbours on the same socket."""

from __future__ import annotations

import asyncio
import mmap
import socket
from typing import Any

import uvicorn

_COURTESY = 0.002
"""Seconds that a process leaves a new connection to a neighbour that has fewer."""

_BREATH = 0.1
"""Seconds until connections are taken again after the system had no room for one."""


class Guests:
    """How many connections each process has, in memory that all of them see: made before they part."""

    def __init__(self, processes: int) -> None:
        self._counts = memoryview(mmap.mmap(-1, 4 * processes)).cast("i")

    def count(self, place: int, number: int) -> None:
        """Let the others know."""
        self._counts[place] = number

    def are_fewer_elsewhere(self, place: int) -> bool:
        """Whether a neighbour has fewer than this process."""
        return min(self._counts) < self._counts[place]


class Counted(set[Any]):
    """The open connections of one process, whose number the others know at any moment."""

    def __init__(self, guests: Guests, place: int) -> None:
        super().__init__()
        self._guests, self._place = guests, place
        guests.count(place, 0)

    def add(self, connection: object) -> None:
        """One more."""
        super().add(connection)
        self._guests.count(self._place, len(self))

    def discard(self, connection: object) -> None:
        """One fewer."""
        super().discard(connection)
        self._guests.count(self._place, len(self))


class FairServer(uvicorn.Server):
    """Takes one connection at a time, and lets a neighbour that has fewer go first.

    A loop that takes all that wait leaves the process that wakes first with everybody, and the others idle.
    """

    def __init__(self, config: uvicorn.Config, listener: socket.socket, guests: Guests, place: int) -> None:
        super().__init__(config)
        self._listener, self._guests, self._place = listener, guests, place
        self.server_state.connections = Counted(guests, place)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to take connections."""
        await super().startup(sockets=[])
        self._accepting = asyncio.get_running_loop().create_task(self._accept())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more, and let those that are open come to an end."""
        self._accepting.cancel()
        await super().shutdown(sockets)

    async def _accept(self) -> None:
        while True:
            await self._somebody_waits()
            if self._guests.are_fewer_elsewhere(self._place):
                await asyncio.sleep(_COURTESY)
            try:
                await self._take_one()
            except OSError:
                await asyncio.sleep(_BREATH)

    async def _somebody_waits(self) -> None:
        loop, there = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._listener, there.set)
        try:
            await there.wait()
        finally:
            loop.remove_reader(self._listener)

    async def _take_one(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except BlockingIOError:
            return  # a neighbour was quicker
        connection.setblocking(False)
        await asyncio.get_running_loop().connect_accepted_socket(self._protocol, connection)

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]  # as uvicorn calls it itself
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made
