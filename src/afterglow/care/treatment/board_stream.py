"""The board's stream: ``GET /stream/board/<clinic>``. Every event is read and written out once for all who look on.

A monitor's reading goes out with its figures (``event: reading``), any other change without saying what (``message``).
Whoever lost the line names the last event they had and gets what they missed. At every heartbeat sign-in, account,
role and clinic are read again, and the stream ends when they no longer hold; so does that of a browser which stopped
taking what it is sent: it asks again and is told the rest.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from typing import Final

from django.db import DatabaseError

from afterglow.care.treatment.actions.live import News
from afterglow.care.treatment.commits import COMMITS, PAUSE, Commits
from afterglow.care.treatment.queries.live import Told, board_events_after, last_board_event_id, watched_board
from afterglow.care.treatment.streaming import (
    BOARD,
    HEARTBEAT,
    Asking,
    Receive,
    Scope,
    Send,
    at_once,
    begin,
    cookie_of,
    disconnected,
    last_seen,
    refuse,
    say,
)

PREFIX: Final = BOARD
MOST_WAITING: Final = 2_000
"""Events that may wait for one slow browser."""

GATHER: Final = 0.1
"""Seconds in which commits are gathered before the events are read: what is told straight does not wait for it."""

STILL_HERE: Final = b"event: heartbeat\ndata: still here\n\n"
SIGNED_OUT: Final = b"event: end\ndata: signed out\n\n"


class Onlooker:
    """One browser's connection: what waits to be sent to it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: list[bytes] = []
        self._begun: Awaitable[None] | None = None
        """What is not sent yet of events that were begun to be sent."""
        self._something = asyncio.Event()
        self._idle = self._ended = False

    def tell(self, events: bytes) -> None:
        """Send this as soon as the browser takes it: now, if it has taken all that came before."""
        if self._ended:
            return
        if self._idle:
            with suppress(OSError):  # gone: the end of its connection is heard by another task
                self._begun = at_once(self._send({"type": "http.response.body", "body": events, "more_body": True}))
            self._idle = self._begun is None
        else:
            self._waiting.append(events)
            self._ended = len(self._waiting) > MOST_WAITING
        if not self._idle:
            self._something.set()

    def end(self) -> None:
        """Let it go."""
        self._waiting.append(SIGNED_OUT)
        self._idle, self._ended = False, True
        self._something.set()

    async def send_all(self) -> None:
        """Send what could not be sent at once, until it is let go."""
        last = False
        while not last:
            self._idle = not self._waiting
            await self._something.wait()
            self._something.clear()
            if self._begun is not None:
                begun, self._begun = self._begun, None
                await begun
            if self._waiting:
                events, last = b"".join(self._waiting), self._ended
                self._waiting.clear()
                await say(self._send, events, last=last)


class Audience:
    """Everybody in this process who looks at one clinic's board."""

    def __init__(self, clinic_id: int, commits: Commits, ask: Asking) -> None:
        self.members = 0
        """How many connections hold on to it, those still joining among them."""
        self.onlookers: set[Onlooker] = set()
        self.following = asyncio.get_running_loop().create_task(self._follow())
        self._clinic_id = clinic_id
        self._commits = commits
        self._ask = ask
        self._position = 0
        """Every event up to this number was told, in whatever order it was heard of."""
        self._started, self._missed_some = asyncio.Event(), asyncio.Event()
        commits.hearers.add(self.hear)

    def hear(self, news: News) -> None:
        """Tell what was just committed, if nothing is missing before it; if something is, all is read in order."""
        if not self._started.is_set() or news.number <= self._position:
            return
        if news.number > self._position + 1:
            self._missed_some.set()
            return
        self._position = news.number
        if news.clinic_id == self._clinic_id:
            self._tell([(news.number, news.kind, news.figures)])

    def close(self) -> None:
        """Nobody is left."""
        self._commits.hearers.discard(self.hear)
        self.following.cancel()

    async def join(self, onlooker: Onlooker, last: int | None) -> bytes:
        """From now on it is told everything; returned is what it missed since ``last``, to be sent first."""
        await self._started.wait()
        self.onlookers.add(onlooker)
        here = self._position
        position = here if last is None else min(last, here)
        missed = [f"id: {position}\nevent: heartbeat\ndata: joined\n\n".encode()]
        while position < here:
            events = await self._ask(board_events_after, self._clinic_id, position, upto=here)
            if not events:
                break
            missed.append(written(events))
            position = events[-1][0]
        return b"".join(missed)

    async def _follow(self) -> None:
        while True:
            with suppress(DatabaseError):
                if not self._started.is_set():
                    self._position = await self._ask(last_board_event_id, self._clinic_id)
                    self._started.set()
                await self._tell_everybody()
            await asyncio.sleep(PAUSE)

    async def _tell_everybody(self) -> None:
        while True:
            commit, newest = self._commits.next(), self._commits.newest
            if newest is None or self._position < newest:
                found = await self._ask(board_events_after, self._clinic_id, self._position)
                events = [event for event in found if event[0] > self._position]
                if events:
                    self._position = events[-1][0]
                    self._tell(events)
                if found:
                    continue
                self._position = max(self._position, newest or 0)
            await commit.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._missed_some.wait(), GATHER)
            self._missed_some.clear()

    def _tell(self, events: Sequence[Told]) -> None:
        text = written(events)
        for onlooker in self.onlookers:
            onlooker.tell(text)


class BoardStream:
    """The handler of the board's streams."""

    def __init__(self, *, heartbeat: float = HEARTBEAT, commits: Commits = COMMITS) -> None:
        self.heartbeat = heartbeat
        self._commits = commits
        self._reading = Asking(threads=1)
        self._checking = Asking(threads=1)
        self._audiences: dict[int, Audience] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection: 404 for whoever may not see the board, else events until either side ends."""
        ref, cookie = str(scope["path"]).removeprefix(PREFIX), cookie_of(scope)
        clinic_id = await self._checking(watched_board, cookie, ref) if scope["method"] == "GET" else None
        if clinic_id is None:
            await refuse(send)
            return
        await begin(send)
        onlooker, audience = Onlooker(send), self._audience(clinic_id)
        audience.members += 1
        try:
            await say(send, await audience.join(onlooker, last_seen(scope)))
            await self._look_on(onlooker, cookie, ref, receive)
        finally:
            audience.onlookers.discard(onlooker)
            audience.members -= 1
            if not audience.members:
                audience.close()
                self._audiences.pop(clinic_id, None)

    async def _look_on(self, onlooker: Onlooker, cookie: str, ref: str, receive: Receive) -> None:
        checking = asyncio.ensure_future(self._check(onlooker, cookie, ref))
        gone = asyncio.ensure_future(disconnected(receive))
        sending = asyncio.ensure_future(onlooker.send_all())
        try:
            await asyncio.wait({gone, sending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (checking, gone, sending):
                task.cancel()
            with suppress(asyncio.CancelledError, OSError):
                await sending

    def _audience(self, clinic_id: int) -> Audience:
        found = self._audiences.get(clinic_id)
        if found is None or found.following.done() or found.following.get_loop() is not asyncio.get_running_loop():
            found = self._audiences[clinic_id] = Audience(clinic_id, self._commits, self._reading)
        return found

    async def _check(self, onlooker: Onlooker, cookie: str, ref: str) -> None:
        """Ask at every heartbeat whether they may still look on; browsers that came together are not asked together."""
        wait = self.heartbeat * random.uniform(0.5, 1)  # spreads load, hides nothing
        while True:
            await asyncio.sleep(wait)
            if await self._checking(watched_board, cookie, ref) is None:
                onlooker.end()
                return
            onlooker.tell(STILL_HERE)
            wait = self.heartbeat


application: Final = BoardStream()


def written(events: Sequence[Told]) -> bytes:
    """Events as they go along the line."""
    return "".join(
        f"id: {number}\nevent: {'reading' if figures else 'message'}\ndata: {figures or kind}\n\n"
        for number, kind, figures in events
    ).encode()
