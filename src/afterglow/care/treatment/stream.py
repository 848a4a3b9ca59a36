"""What changes in a session, sent to every page that shows it: ``GET /stream/treatments/<ref>`` as server-sent events.

An event says that something changed, never what: the page asks for its parts again, through views that check who
asks. A browser that lost the line names the last event it had (``Last-Event-ID``) and gets what it missed. At every
heartbeat sign-in, account, role and clinic are read again, and the stream ends when they no longer hold.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import parse_qs, quote

import psycopg
from django.conf import settings
from django.db import close_old_connections, connections

from afterglow.care.treatment.actions.live import CHANNEL
from afterglow.care.treatment.models import InfusionEvent
from afterglow.care.treatment.queries.live import events_after, last_event_id, watched

PREFIX: Final = "/stream/treatments/"
HEARTBEAT: Final = 5.0
"""Seconds between heartbeats; also the longest that somebody signed out still hears of changes."""
POLL: Final = 0.2
"""Seconds between looks at SQLite's ``data_version``, which costs microseconds."""

INFUSION: Final = frozenset(kind for kind, _ in InfusionEvent.KINDS)
"""Kinds that go out as an event of their own name, ``infusion``: what can be done next has changed."""

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
P = ParamSpec("P")
T = TypeVar("T")


class Commits:
    """Tells every stream of this process that something was committed, by whichever process."""

    def __init__(self, poll: float = POLL) -> None:
        self.poll = poll
        self._next: asyncio.Event | None = None
        self._following: asyncio.Task[None] | None = None

    def next(self) -> asyncio.Event:
        """What is set by the next commit. Take it before reading, so that nothing falls between."""
        if self._following is None or self._following.done() or self._following.get_loop() is not _loop():
            self._following = _loop().create_task(self._follow())
            self._next = None
        self._next = self._next or asyncio.Event()
        return self._next

    async def _follow(self) -> None:
        follow = self._postgresql if connections["default"].vendor == "postgresql" else self._sqlite
        while True:
            with suppress(psycopg.Error, sqlite3.Error):
                await follow()
            await asyncio.sleep(self.poll)

    async def _sqlite(self) -> None:
        name = str(connections["default"].settings_dict["NAME"])
        reader = sqlite3.connect(f"file:{quote(name)}?mode=ro", uri=True, isolation_level=None)
        try:
            seen = reader.execute("PRAGMA data_version").fetchone()
            while True:
                await asyncio.sleep(self.poll)
                found = reader.execute("PRAGMA data_version").fetchone()
                if found != seen:
                    seen = found
                    self._tell()
        finally:
            reader.close()

    async def _postgresql(self) -> None:
        known = connections["default"].settings_dict
        names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
        given: dict[str, Any] = {name: known[key] for name, key in names.items() if known[key]}
        async with await psycopg.AsyncConnection.connect(autocommit=True, **given) as listener:
            await listener.execute(f"LISTEN {CHANNEL}".encode())
            self._tell()
            async for _ in listener.notifies():
                self._tell()

    def _tell(self) -> None:
        if self._next is not None:
            self._next.set()
            self._next = None


class Stream:
    """The handler of streams. It asks the database on threads of its own, so that no page waits for it."""

    def __init__(self, *, heartbeat: float = HEARTBEAT, poll: float = POLL) -> None:
        self.heartbeat = heartbeat
        self.commits = Commits(poll)
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="stream")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection: 404 for whoever may not see the session, else events until either side ends."""
        ref, cookie = str(scope["path"]).removeprefix(PREFIX), _cookie(scope)
        session_id = await self._ask(watched, cookie, ref) if scope["method"] == "GET" else None
        if session_id is None:
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        start = _last_seen(scope)
        position = start if start is not None else await self._ask(last_event_id, session_id)
        gone = asyncio.ensure_future(_disconnected(receive))
        sending = asyncio.ensure_future(self._send_events(partial(watched, cookie, ref), session_id, position, send))
        await asyncio.wait({gone, sending}, return_when=asyncio.FIRST_COMPLETED)
        for task in (gone, sending):
            task.cancel()
        with suppress(asyncio.CancelledError, OSError):
            await sending

    async def _send_events(self, still: Callable[[], int | None], session_id: int, position: int, send: Send) -> None:
        await _say(send, f"id: {position}\nevent: heartbeat\ndata: joined\n\n")
        check_at = _loop().time() + self.heartbeat
        while True:
            commit = self.commits.next()
            for event in await self._ask(events_after, session_id, position):
                position = event.pk
                name = "infusion" if event.kind in INFUSION else "message"
                await _say(send, f"id: {position}\nevent: {name}\ndata: {event.kind}\n\n")
            if await _within(commit, check_at - _loop().time()):
                continue
            if await self._ask(still) is None:
                break
            await _say(send, "event: heartbeat\ndata: still here\n\n")
            check_at = _loop().time() + self.heartbeat
        await send({"type": "http.response.body", "body": b"event: end\ndata: signed out\n\n"})

    async def _ask(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await _loop().run_in_executor(self._threads, partial(_asked, ask, *args, **kwargs))


application: Final = Stream()


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _within(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event comes in time. Once the time is over it no longer counts: somebody is to be asked again."""
    if seconds <= 0:
        return False
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


def _asked(ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    close_old_connections()
    try:
        return ask(*args, **kwargs)
    finally:
        close_old_connections()


def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


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
