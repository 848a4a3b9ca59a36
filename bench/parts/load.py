"""A client that keeps its connections open and asks for one page over and over, several at a time."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from statistics import quantiles

import uvloop


@dataclass(frozen=True)
class Load:
    """What one run of the client saw: answers a second, and how long they took, in milliseconds."""

    rate: float
    p50: float
    p99: float


def load(port: int, path: str, cookie: str, *, clients: int, seconds: float, must_hold: bytes) -> Load:
    """Ask for a page. Raises AssertionError for an answer that is not 200 or does not hold the bytes it must."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_load(port, path, cookie, clients, seconds, must_hold))


async def _load(port: int, path: str, cookie: str, clients: int, seconds: float, must_hold: bytes) -> Load:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
    started = time.perf_counter()
    until = started + seconds
    taken = await asyncio.gather(*(_client(port, request, until, must_hold) for _ in range(clients)))
    times = [one for client in taken for one in client]
    elapsed = time.perf_counter() - started
    cuts = quantiles(times, n=100)
    return Load(len(times) / elapsed, cuts[49] * 1000, cuts[98] * 1000)


async def _client(port: int, request: bytes, until: float, must_hold: bytes) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times = []
    while time.perf_counter() < until:
        asked = time.perf_counter()
        writer.write(request)
        body = await _answer(reader)
        times.append(time.perf_counter() - asked)
        assert must_hold in body, "the page is not the one asked for"
    writer.close()
    return times


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:200]
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
    }
    if b"content-length" in fields:
        return await reader.readexactly(int(fields[b"content-length"]))
    body = b""
    while size := int((await reader.readline()).strip(), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return body
