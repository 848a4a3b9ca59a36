"""A server process that shares new connections fairly with its neighbours on the same socket."""

from __future__ import annotations

import asyncio
import socket

import uvicorn

_COURTESY, _LONGEST = 0.0005, 0.005
"""Seconds that a process leaves the next connection to the others, for each that it has, and at most."""

_BREATH = 0.1
"""Seconds until connections are taken again after the system had no room for one."""


class FairServer(uvicorn.Server):
    """Takes one connection at a time, and waits the longer before the next the more it has.

    A loop that takes all that wait leaves the process that wakes first with everybody, and the others idle.
    """

    def __init__(self, config: uvicorn.Config, listener: socket.socket) -> None:
        super().__init__(config)
        self._listener = listener

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to take connections."""
        await super().startup(sockets=[])
        self._accepting = asyncio.get_running_loop().create_task(self._accept())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more, and let those that are open come to an end."""
        self._accepting.cancel()
        await super().shutdown(sockets)

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(self._listener)
                await loop.connect_accepted_socket(self._protocol, connection)
                await asyncio.sleep(min(len(self.server_state.connections) * _COURTESY, _LONGEST))
            except OSError:
                await asyncio.sleep(_BREATH)

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]  # as uvicorn calls it itself
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made
