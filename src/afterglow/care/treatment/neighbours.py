"""The serving processes of one machine call to each other when one has committed: nobody waits for their next look."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True)
class Seat:
    """One process's place among its neighbours. ``lines`` are everybody's, by place: an ear, and a mouth to it."""

    place: int
    lines: Sequence[tuple[socket.socket, socket.socket]]

    @property
    def ear(self) -> socket.socket:
        """Where it hears the others."""
        return self.lines[self.place][0]

    def call(self) -> None:
        """Tell the others. Whoever has not listened for long knows already that something happened."""
        for place, (_, mouth) in enumerate(self.lines):
            if place != self.place:
                with suppress(BlockingIOError):
                    mouth.send(b".")

    def listen(self, heard: Callable[[], None]) -> None:
        """From now on call ``heard`` in this thread's loop for whatever the others tell, once for all that waits."""
        asyncio.get_running_loop().add_reader(self.ear, self._take, heard)

    def _take(self, heard: Callable[[], None]) -> None:
        with suppress(BlockingIOError):
            while self.ear.recv(1):
                pass
        heard()


def seats(processes: int) -> Sequence[Seat]:
    """A seat for each process, made before they part. Whoever takes the place of one that died takes its seat."""
    lines = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(processes)]
    for ends in lines:
        for end in ends:
            end.setblocking(False)
    return [Seat(place, lines) for place in range(processes)]
