"""How each server is spoken to by monitors and screens."""

from __future__ import annotations

import json
import re
import uuid

from afterglow.ground.kernel.clock import real_now
from bench.parts.bedside import Way
from bench.parts.ward import Ward


def afterglow(port: int, ward: Ward) -> Way:
    """The device route and the board's stream."""
    places = {bed.of.encode(): number for number, bed in enumerate(ward.beds)}
    pattern = re.compile(rb'data: \{"of":"([^"]+)","signs":\{"pulse":\["(\d+)"')

    def ask(number: int) -> bytes:
        cookie = ward.cookies[number]
        return f"GET {ward.stream} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n".encode()

    def arrivals(data: bytes) -> tuple[list[tuple[int, int]], bytes]:
        whole, mark, rest = data.rpartition(b"\n\n")
        return [(places[of], int(figure)) for of, figure in pattern.findall(whole + mark)], rest

    return Way(port, lambda bay, figure: _post(port, "/device/readings", ward, bay, figure), ask, arrivals)


def node_red_way(port: int, ward: Ward) -> Way:
    """The flow's own address and its WebSocket, which sends each message in one frame."""
    places = {bed.of.encode(): number for number, bed in enumerate(ward.beds)}
    pattern = re.compile(rb'\{"of":"([^"]+)","signs":\{"pulse":\["(\d+)"[^}]*\}\}')

    def ask(_number: int) -> bytes:
        return (
            f"GET /board HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ).encode()

    def arrivals(data: bytes) -> tuple[list[tuple[int, int]], bytes]:
        found, end = [], 0
        for one in pattern.finditer(data):
            found.append((places[one[1]], int(one[2])))
            end = one.end()
        return found, data[end:]

    return Way(port, lambda bay, figure: _post(port, "/readings", ward, bay, figure), ask, arrivals)


def durable_rows(port: int) -> Way:
    """The floor, which has no screens."""
    body = b'{"heart_rate": 72.5, "spo2": 97.5, "taken_at": "2026-06-11T09:00:00+00:00"}'
    request = _request(port, "/", "", body)
    return Way(port, lambda _bay, _figure: request, lambda _number: b"", lambda data: ([], data))


def _post(port: int, path: str, ward: Ward, bay: int, figure: int) -> bytes:
    now = real_now().isoformat()
    reading = {"uuid": str(uuid.uuid4()), "taken_at": now, "heart_rate": figure, "spo2": 97.5}
    body = json.dumps({"sent_at": now, "bay": ward.beds[bay].bay, "readings": [reading]}).encode()
    return _request(port, path, f"Authorization: Bearer {ward.beds[bay].token}\r\n", body)


def _request(port: int, path: str, headers: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}Content-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
