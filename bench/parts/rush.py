"""Many clients at once, each sending the next of a row of prepared requests as soon as its last one was answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

UNANSWERED = 0
Then = tuple[int, Callable[[], None]]
"""After how many answers to do what."""


@dataclass(frozen=True)
class Answer:
    """What came back for one request: which it was, its status (0 for none at all), how long it took, its text."""

    number: int
    status: int
    seconds: float
    text: bytes


@dataclass(frozen=True)
class Rush:
    """What one rush came to."""

    answers: tuple[Answer, ...]
    seconds: float

    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds

    def cut(self, percent: int) -> float:
        """How long the slowest but so many percent took, in milliseconds."""
        return quantiles([one.seconds for one in self.answers], n=100)[percent - 1] * 1000

    def with_status(self, *statuses: int) -> tuple[Answer, ...]:
        """The answers of these statuses."""
        return tuple(one for one in self.answers if one.status in statuses)


def post(path: str, port: int, body: str, kind: str, *headers: str) -> bytes:
    """A whole HTTP request."""
    content = body.encode()
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: localhost:{port}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(content)}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + content


def rush(port: int, requests: Sequence[bytes], *, clients: int, then: Then | None = None) -> Rush:
    """Send them all, so many at a time; do something once, after so many answers, while the others go on."""
    return asyncio.run(_rushed(port, requests, clients, then))


async def _rushed(port: int, requests: Sequence[bytes], clients: int, then: Then | None) -> Rush:
    row, found = iter(enumerate(requests)), list[Answer]()
    started = time.perf_counter()
    await asyncio.gather(*(_client(port, row, found, then) for _ in range(clients)))
    return Rush(tuple(found), time.perf_counter() - started)


async def _client(port: int, row: Iterator[tuple[int, bytes]], found: list[Answer], then: Then | None) -> None:
    connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    for number, request in row:
        asked = time.perf_counter()
        try:
            connection = connection or await asyncio.open_connection("127.0.0.1", port)
            reader, writer = connection
            writer.write(request)
            status, text, goes_on = await _read(reader)
        except (OSError, asyncio.IncompleteReadError):
            status, text, goes_on = UNANSWERED, b"", False
        found.append(Answer(number, status, time.perf_counter() - asked, text))
        if then is not None and len(found) == then[0]:
            then[1]()
        if not goes_on and connection is not None:
            connection[1].close()
            connection = None
    if connection is not None:
        connection[1].close()


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    parted = (line.partition(b":") for line in lines if line)
    fields = {name.strip().lower(): value.strip() for name, _, value in parted}
    goes_on = fields.get(b"connection", b"").lower() != b"close"
    status = int(first.split(b" ")[1])
    if b"content-length" in fields:
        return status, await reader.readexactly(int(fields[b"content-length"])), goes_on
    if b"transfer-encoding" not in fields:
        return status, await reader.read(), False
    text = b""
    while size := int((await reader.readline()).strip(), 16):
        text += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return status, text, goes_on
