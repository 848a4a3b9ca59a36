"""What changes at a meeting's door, sent to every page that shows it: ``GET /stream/meetings/<ref>``.

An event says that something changed, never what: the page asks for its part again, through a view that checks who
asks. At every heartbeat it is asked again who is watching, and the stream ends when they no longer may.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import parse_qs

from django.conf import settings
from django.db import close_old_connections

from afterglow.care.groups.queries.live import last_event_id, watched

PREFIX: Final = "/stream/meetings/"
LOOK: Final = 0.5
"""Seconds between looks for a change: one read of an index for each page that is open."""
HEARTBEAT: Final = 5.0
"""Seconds between heartbeats; also the longest that somebody signed out still hears of changes."""

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
P = ParamSpec("P")
T = TypeVar("T")


class Stream:
    """The handler of streams. It asks the database on threads of its own, so that no page waits for it."""

    def __init__(self, *, look: float = LOOK, heartbeat: float = HEARTBEAT) -> None:
        self.look, self.heartbeat = look, heartbeat
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="door")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection: 404 for whoever may not watch the door, else events until either side ends."""
        ref, cookie = str(scope["path"]).removeprefix(PREFIX), _cookie(scope)
        meeting_id = await self._ask(watched, cookie, ref) if scope["method"] == "GET" else None
        if meeting_id is None:
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        start = _last_seen(scope)
        position = start if start is not None else await self._ask(last_event_id, meeting_id)
        gone = asyncio.ensure_future(_disconnected(receive))
        sending = asyncio.ensure_future(self._follow(partial(watched, cookie, ref), meeting_id, position, send))
        await asyncio.wait({gone, sending}, return_when=asyncio.FIRST_COMPLETED)
        for task in (gone, sending):
            task.cancel()
        with suppress(asyncio.CancelledError, OSError):
            await sending

    async def _follow(self, still: Callable[[], int | None], meeting_id: int, position: int, send: Send) -> None:
        loop = asyncio.get_running_loop()
        check_at = 0.0
        while True:
            last = await self._ask(last_event_id, meeting_id)
            if last > position:
                position = last
                await _say(send, f"id: {position}\nevent: message\ndata: door\n\n")
            if loop.time() >= check_at:
                if await self._ask(still) is None:
                    break
                await _say(send, f"id: {position}\nevent: heartbeat\ndata: still here\n\n")
                check_at = loop.time() + self.heartbeat
            await asyncio.sleep(self.look)
        await send({"type": "http.response.body", "body": b"event: end\ndata: signed out\n\n"})

    async def _ask(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(_asked, ask, *args, **kwargs))


application: Final = Stream()


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _asked(ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    close_old_connections()
    try:
        return ask(*args, **kwargs)
    finally:
        close_old_connections()


def _header(scope: Scope, name: bytes) -> str:
    return "; ".join(value.decode("latin-1") for found, value in scope["headers"] if found == name)


def _cookie(scope: Scope) -> str:
    try:
        found = SimpleCookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def _last_seen(scope: Scope) -> int | None:
    """Where the browser stopped, or else where its page was made (``?after=``)."""
    after = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
    for text in (_header(scope, b"last-event-id"), after):
        if text.isascii() and text.isdigit() and len(text) < 19:
            return int(text)
    return None
