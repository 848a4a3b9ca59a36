"""What changes in a session, sent to every page that shows it: ``GET /stream/treatments/<ref>`` as server-sent events.

An event says that something changed, never what: the page asks for its parts again, through views that check who
asks. A browser that lost the line names the last event it had (``Last-Event-ID``) and gets what it missed. At every
heartbeat sign-in, account, role and clinic are read again, and the stream ends when they no longer hold.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final

from afterglow.care.treatment.commits import COMMITS, Commits
from afterglow.care.treatment.models import InfusionEvent
from afterglow.care.treatment.queries.live import events_after, last_event_id, watched
from afterglow.care.treatment.streaming import (
    HEARTBEAT,
    Asking,
    Receive,
    Scope,
    Send,
    begin,
    cookie_of,
    last_seen,
    refuse,
    say,
    until_either_ends,
)

PREFIX: Final = "/stream/treatments/"

GATHER: Final = 0.05
"""Seconds in which commits are gathered before the session is read again: most of them are about other sessions."""

INFUSION: Final = frozenset(kind for kind, _ in InfusionEvent.KINDS)
"""Kinds that go out as an event of their own name, ``infusion``: what can be done next has changed."""


class Stream:
    """The handler of streams of one session."""

    def __init__(self, *, heartbeat: float = HEARTBEAT, commits: Commits = COMMITS) -> None:
        self.heartbeat = heartbeat
        self.commits = commits
        self._ask = Asking()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection: 404 for whoever may not see the session, else events until either side ends."""
        ref, cookie = str(scope["path"]).removeprefix(PREFIX), cookie_of(scope)
        session_id = await self._ask(watched, cookie, ref) if scope["method"] == "GET" else None
        if session_id is None:
            await refuse(send)
            return
        await begin(send)
        start = last_seen(scope)
        position = start if start is not None else await self._ask(last_event_id, session_id)
        await until_either_ends(receive, self._send_events(partial(watched, cookie, ref), session_id, position, send))

    async def _send_events(self, still: Callable[[], int | None], session_id: int, position: int, send: Send) -> None:
        await _say(send, f"id: {position}\nevent: heartbeat\ndata: joined\n\n")
        check_at = _time() + self.heartbeat
        while True:
            commit = self.commits.next()
            for event in await self._ask(events_after, session_id, position):
                position = event.pk
                name = "infusion" if event.kind in INFUSION else "message"
                await _say(send, f"id: {position}\nevent: {name}\ndata: {event.kind}\n\n")
            if await _within(commit, check_at - _time()):
                await asyncio.sleep(GATHER)
                continue
            if await self._ask(still) is None:
                break
            await _say(send, "event: heartbeat\ndata: still here\n\n")
            check_at = _time() + self.heartbeat
        await say(send, b"event: end\ndata: signed out\n\n", last=True)


application: Final = Stream()


async def _say(send: Send, text: str) -> None:
    await say(send, text.encode())


async def _within(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event comes in time. Once the time is over it no longer counts: somebody is to be asked again."""
    if seconds <= 0:
        return False
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


def _time() -> float:
    return asyncio.get_running_loop().time()
