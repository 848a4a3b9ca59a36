"""Tells every stream of one process that something was committed, by whichever process. One watcher serves them all."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote

import msgspec
import psycopg
from django.db import connections

from afterglow.care.treatment.actions.live import CHANNEL, TOLD, News
from afterglow.care.treatment.models import LiveEvent
from afterglow.care.treatment.neighbours import Seat

POLL: Final = 0.02
"""Seconds between looks at SQLite's ``data_version``, which cost microseconds; nobody looks while nobody listens."""
IDLE: Final = 30.0
"""Seconds after which the watcher goes when nobody has asked for the next commit; the next one to ask starts it."""


PAUSE: Final = 0.2
"""Seconds before the watcher tries again where the database did not answer."""


_news = msgspec.json.Decoder(News)


class Commits:
    """The next commit, to be waited for; and the news of it, where this process or a neighbour made it."""

    def __init__(self, poll: float = POLL) -> None:
        self.poll = poll
        self.hearers = set[Callable[[News], None]]()
        """Called in the loop for each piece of news, before whoever waits for the next commit goes on."""
        self.newest: int | None = None
        """The number of the last event that was committed, where the watcher sees it: in SQLite."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._next: asyncio.Event | None = None
        self._following: asyncio.Task[None] | None = None
        self._seat: Seat | None = None

    def sit(self, seat: Seat) -> None:
        """Take a place among the processes that serve together, for as long as this one lives; before any ``next``."""
        self._seat = seat
        TOLD.append(self.tell_all)

    def next(self) -> asyncio.Event:
        """What is set by the next commit. Take it before reading, so that nothing falls between."""
        loop = asyncio.get_running_loop()
        if self._following is None or self._following.done() or self._following.get_loop() is not loop:
            self._following = loop.create_task(self._follow())
            self._next = None
            self._loop = loop
            if self._seat is not None:
                self._seat.listen(lambda words: self.hear(_news.decode(words)))
        self._next = self._next or asyncio.Event()
        return self._next

    def tell(self) -> None:
        """Something was committed: everybody who waits goes on. Called by whoever knows before the watcher does."""
        if self._next is not None:
            self._next.set()
            self._next = None

    def hear(self, news: News) -> None:
        """Somebody knows what was committed: tell it to those who hear, and let go on whoever waits."""
        if self.newest is not None:
            self.newest = max(self.newest, news.number)
        for hearer in tuple(self.hearers):
            hearer(news)
        self.tell()

    def tell_all(self, news: News) -> None:
        """Have it heard in every process that serves. Called in whatever thread committed."""
        if self._seat is not None:
            self._seat.call(msgspec.json.encode(news))
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.hear, news)

    async def _follow(self) -> None:
        follow = self._postgresql if connections["default"].vendor == "postgresql" else self._sqlite
        while True:
            with suppress(psycopg.Error, sqlite3.Error):
                await follow()
                return
            await asyncio.sleep(PAUSE)

    async def _sqlite(self) -> None:
        """Watch until nobody has waited for a while. What was committed before the first look counts as news."""
        name = str(connections["default"].settings_dict["NAME"])
        reader = sqlite3.connect(f"file:{quote(name)}?mode=ro", uri=True, isolation_level=None)
        loop = asyncio.get_running_loop()
        try:
            seen, wanted_at, self.newest = None, loop.time(), None
            while loop.time() - wanted_at < IDLE:
                found = reader.execute("PRAGMA data_version").fetchone()
                if self._next is not None:
                    wanted_at = loop.time()
                if found != seen:
                    seen = found
                    self._look(reader)
                await asyncio.sleep(self.poll)
        finally:
            reader.close()

    def _look(self, reader: sqlite3.Connection) -> None:
        """Most commits bring no event, or one that was heard of: nobody has to go on for those."""
        found = reader.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [LiveEvent._meta.db_table]).fetchone()
        last = int(found[0]) if found else 0
        if self.newest is None or self.newest < last:
            self.newest = last
            self.tell()

    async def _postgresql(self) -> None:
        known = connections["default"].settings_dict
        names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
        given: dict[str, Any] = {name: known[key] for name, key in names.items() if known[key]}
        async with await psycopg.AsyncConnection.connect(autocommit=True, **given) as listener:
            await listener.execute(f"LISTEN {CHANNEL}".encode())
            self.tell()
            async for _ in listener.notifies():
                self.tell()


COMMITS: Final = Commits()
"""The watcher of this process."""
