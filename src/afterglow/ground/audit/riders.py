"""What a request writes beside what it is for: it rides along with the commit of an action, and needs none of its own.

A commit to disk takes milliseconds, and on SQLite nobody else writes while one is under way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Rider(Protocol):
    """Something that is to be written before the request is answered, and may be written earlier."""

    def write(self) -> None:
        """Write what there is by now, inside the transaction of an action."""

    def lost(self) -> None:
        """That transaction failed: what was written last is still to be written."""


_aboard: ContextVar[tuple[Rider, ...]] = ContextVar("afterglow_riders", default=())


@contextmanager
def aboard() -> Iterator[None]:
    """Those who get on in this block get off at its end."""
    token = _aboard.set(())
    try:
        yield
    finally:
        _aboard.reset(token)


def get_on(rider: Rider) -> None:
    """Ride along with the actions that follow in this request."""
    _aboard.set((*_aboard.get(), rider))


@contextmanager
def carried() -> Iterator[Callable[[], None]]:
    """Gives what writes for every rider; wrapped around the transaction in which it is called."""
    under_way: list[Rider] = []

    def write() -> None:
        for rider in _aboard.get():
            under_way.append(rider)
            rider.write()

    try:
        yield write
    except BaseException:
        for rider in under_way:
            rider.lost()
        raise
