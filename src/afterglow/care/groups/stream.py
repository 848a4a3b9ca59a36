"""What changes at a meeting's door, sent to every page that shows it: ``GET /stream/meetings/<ref>``.

An event says that something changed, never what: the page asks for its part again, through a view that checks who
asks. At every heartbeat it is asked again who is watching, and the stream ends when they no longer may.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final

from afterglow.care.groups.queries.live import last_event_id, watched
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

PREFIX: Final = "/stream/meetings/"
LOOK: Final = 0.5
"""Seconds between looks for a change: one read of an index for each page that is open."""


class Stream:
    """The handler of streams."""

    def __init__(self, *, look: float = LOOK, heartbeat: float = HEARTBEAT) -> None:
        self.look, self.heartbeat = look, heartbeat
        self._ask = Asking()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection: 404 for whoever may not watch the door, else events until either side ends."""
        ref, cookie = str(scope["path"]).removeprefix(PREFIX), cookie_of(scope)
        meeting_id = await self._ask(watched, cookie, ref) if scope["method"] == "GET" else None
        if meeting_id is None:
            await refuse(send)
            return
        await begin(send)
        start = last_seen(scope)
        position = start if start is not None else await self._ask(last_event_id, meeting_id)
        await until_either_ends(receive, self._follow(partial(watched, cookie, ref), meeting_id, position, send))

    async def _follow(self, still: Callable[[], int | None], meeting_id: int, position: int, send: Send) -> None:
        loop = asyncio.get_running_loop()
        check_at = 0.0
        while True:
            last = await self._ask(last_event_id, meeting_id)
            if last > position:
                position = last
                await say(send, f"id: {position}\nevent: message\ndata: door\n\n".encode())
            if loop.time() >= check_at:
                if await self._ask(still) is None:
                    break
                await say(send, f"id: {position}\nevent: heartbeat\ndata: still here\n\n".encode())
                check_at = loop.time() + self.heartbeat
            await asyncio.sleep(self.look)
        await say(send, b"event: end\ndata: signed out\n\n", last=True)


application: Final = Stream()
