"""Messages of several monitors kept by one commit: whoever comes while one is under way is written with the next.

A commit to disk takes milliseconds, whatever it holds, and each message waits until its own is durable. Every message
is an action of its own monitor, with its own row in the trail; one that is refused leaves the others as they are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction

Answer = tuple[int, dict[str, Any]]
Message = tuple[str, bytes]
"""A monitor's token and what it sent."""
Taking = Callable[[str, bytes], Answer]

NOT_KEPT: Answer = (503, {"why": "The readings were not kept. Send them again."})
MOST_TOGETHER = 64
"""Messages in one commit: so many that a ward's second fits, so few that nobody else waits long to write."""


class Intake:
    """The queue before the one thread that writes."""

    def __init__(self, take: Taking) -> None:
        self._take = take
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="monitor")
        self._waiting: list[tuple[Message, asyncio.Future[Answer]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def take(self, token: str, body: bytes) -> Answer:
        """The answer to one message, once what it holds is durable."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append(((token, body), answer))
        if self._writing is None or self._writing.done():
            self._writing = loop.create_task(self._write())
        return await answer

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            messages = [message for message, _ in batch]
            try:
                answers = await loop.run_in_executor(self._thread, take_together, self._take, messages)
            except Exception as problem:
                for _, future in batch:
                    _answer(future, problem)
                continue
            for (_, future), answer in zip(batch, answers, strict=True):
                _answer(future, answer)


def take_together(take: Taking, messages: Sequence[Message]) -> Sequence[Answer]:
    """The answer to each message; none is 200 before everything kept is durable."""
    close_old_connections()
    try:
        if len(messages) == 1 or connection.vendor != "sqlite":
            # PostgreSQL gathers commits itself, and locks held for several monitors at once could cross.
            return [take(*message) for message in messages]
        with transaction.atomic():
            return [take(*message) for message in messages]
    except DatabaseError:
        return [NOT_KEPT] * len(messages)


def _answer(future: asyncio.Future[Answer], answer: Answer | Exception) -> None:
    if future.done():
        return  # the monitor has hung up
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
