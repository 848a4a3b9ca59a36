"""The serving processes of one machine call to each other what one has committed: nobody waits for their next look."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

_MOST_BYTES = 65_536
"""More than anything that is called is long."""


@dataclass(frozen=True)
class Seat:
    """One process's place among its neighbours. ``lines`` are everybody's, by place: an ear, and a mouth to it."""

    place: int
    lines: Sequence[tuple[socket.socket, socket.socket]]

    @property
    def ear(self) -> socket.socket:
        """Where it hears the others."""
        return self.lines[self.place][0]

    def call(self, words: bytes) -> None:
        """Tell the others, from whatever thread. Who has not listened for long will have to look for themselves."""
        for place, (_, mouth) in enumerate(self.lines):
            if place != self.place:
                with suppress(BlockingIOError):
                    mouth.send(words)

    def listen(self, heard: Callable[[bytes], None]) -> None:
        """From now on call ``heard`` in this thread's loop for whatever the others tell."""
        asyncio.get_running_loop().add_reader(self.ear, self._take, heard)

    def _take(self, heard: Callable[[bytes], None]) -> None:
        with suppress(BlockingIOError):
            while words := self.ear.recv(_MOST_BYTES):
                heard(words)


def seats(processes: int) -> Sequence[Seat]:
    """A seat for each process, made before they part. Whoever takes the place of one that died takes its seat."""
    lines = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(processes)]
    for ends in lines:
        for end in ends:
            end.setblocking(False)
    return [Seat(place, lines) for place in range(processes)]
