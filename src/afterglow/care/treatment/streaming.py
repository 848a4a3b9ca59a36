"""What every stream of server-sent events needs: who asks, from where on, and how something is said."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http.cookies import CookieError, SimpleCookie
from types import coroutine
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import parse_qs

from django.conf import settings
from django.db import close_old_connections

BOARD: Final = "/stream/board/"
"""Where the board listens."""
HEARTBEAT: Final = 5.0
"""Seconds between heartbeats; also the longest that somebody signed out still hears of changes."""

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
P = ParamSpec("P")
T = TypeVar("T")


class Asking:
    """Asks the database on threads of its own, so that no page waits for a stream."""

    def __init__(self, *, threads: int = 2) -> None:
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="stream")

    async def __call__(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``ask`` returns."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(_asked, ask, *args, **kwargs))


async def begin(send: Send) -> None:
    """Answer that events follow."""
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def refuse(send: Send) -> None:
    """Answer as if there were nothing here."""
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def say(send: Send, events: bytes, *, last: bool = False) -> None:
    """Send one event or several."""
    await send({"type": "http.response.body", "body": events, "more_body": not last})


def at_once(sending: Awaitable[None]) -> Awaitable[None] | None:
    """Run this as far as it comes without waiting for anything. Returned is the rest of it, None if it has ended.

    A task for it would have to be woken first, which costs as much as sending does.
    """
    steps = sending.__await__()
    try:
        waiting_for = next(steps)
    except StopIteration:
        return None
    return _rest(steps, waiting_for)


@coroutine
def _rest(steps: Generator[Any, Any, None], waiting_for: object) -> Generator[object, Any, None]:
    yield waiting_for
    yield from steps


async def until_either_ends(receive: Receive, sending: Coroutine[Any, Any, None]) -> None:
    """Send until there is nothing more to send, or the browser has gone."""
    gone, sent = asyncio.ensure_future(disconnected(receive)), asyncio.ensure_future(sending)
    await asyncio.wait({gone, sent}, return_when=asyncio.FIRST_COMPLETED)
    for task in (gone, sent):
        task.cancel()
    with suppress(asyncio.CancelledError, OSError):
        await sent


async def disconnected(receive: Receive) -> None:
    """Return once the browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def cookie_of(scope: Scope) -> str:
    """The sign-in cookie; empty where there is none."""
    try:
        found = SimpleCookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def last_seen(scope: Scope) -> int | None:
    """Where the browser stopped, or else where its page was made (``?after=``)."""
    after = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
    for text in (_header(scope, b"last-event-id"), after):
        if text.isascii() and text.isdigit() and len(text) < 19:
            return int(text)
    return None


def _header(scope: Scope, name: bytes) -> str:
    return "; ".join(value.decode("latin-1") for found, value in scope["headers"] if found == name)


def _asked(ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    close_old_connections()
    try:
        return ask(*args, **kwargs)
    finally:
        close_old_connections()
