"""Recordings of monitors: read as they stand, made by the simulator as published, and sent as a monitor would."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from afterglow.ground.gateways.monitors.recording import (
    COLUMNS,
    RECORDINGS,
    RecordingError,
    read_recording,
    write_recording,
)
from afterglow.ground.gateways.monitors.replay import NotTaken, http_post, replay
from afterglow.ground.gateways.monitors.shipped import SHIPPED
from afterglow.ground.gateways.monitors.simulator import Patient, Plan, share_of_rise, simulate

HEAD = ",".join(["minute", *COLUMNS])
NOW = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_recordings_are_what_the_simulator_makes(name: str, tmp_path: Path) -> None:
    write_recording(tmp_path / name, SHIPPED[name]())
    assert (tmp_path / name).read_text() == (RECORDINGS / name).read_text()


def test_every_shipped_recording_is_made_here() -> None:
    assert {path.name for path in RECORDINGS.iterdir()} == set(SHIPPED)


def test_a_recording_comes_back_as_it_was_written(tmp_path: Path) -> None:
    made = simulate(Patient(), Plan(), seed=3)
    write_recording(tmp_path / "a.csv", made)
    assert read_recording(tmp_path / "a.csv") == made


def test_nothing_is_left_out_and_zero_is_kept_as_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD}\n0,0,0,23,0,,,\n14,55.6,55,12.4,96,120,72,89\n")
    first, second = read_recording(path)
    assert first.values == {"heart_rate": 0, "pulse": 0, "respiratory_rate": 23, "spo2": 0}
    assert second.values["heart_rate"] == Decimal("55.6")
    assert (second.values["systolic"], second.values["diastolic"], second.values["mean"]) == (120, 72, 89)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("minute,spo2_percent\n0,97\n", "line 1: the columns heart_rate_bpm"),
        (f"{HEAD}\n0,60,60,12,97,,,\n1,sixty,60,12,97,,,\n", "line 3: every value is a number"),
        (f"{HEAD}\nx,60,60,12,97,,,\n", "line 2"),
    ],
    ids=["columns", "value", "minute"],
)
def test_a_file_that_is_no_recording_says_where(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(RecordingError, match=words):
        read_recording(path)


def test_a_real_recording_is_read_whole(shared_data: Callable[[str], Path]) -> None:
    minutes = read_recording(shared_data("monitor_numerics.csv"))
    assert [minute.number for minute in minutes] == list(range(1936))
    assert sum("systolic" in minute.values for minute in minutes) == 152


def test_the_simulated_pressure_rises_to_forty_minutes_and_is_back_by_ninety() -> None:
    """yale-2024: +16.0/+11.0 mmHg at 40 minutes; szarmach-2020: back within 90 minutes."""
    assert [share_of_rise(minute) for minute in (0, 20, 40, 65, 90, 120)] == [0, 0.5, 1, 0.5, 0, 0]
    rises = []
    for seed in range(200):
        made = simulate(Patient(), Plan(start=0, cuff=(0, 40), length=41), seed=seed)
        minutes = {one.number: one.values for one in made}
        rises.append(minutes[40]["systolic"] - minutes[0]["systolic"])
    assert abs(float(sum(rises)) / len(rises) - 16.0) < 1.0


def test_the_same_seed_makes_the_same_recording() -> None:
    first, again, other = (simulate(Patient(), Plan(), seed=seed) for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize(("speed", "waits"), [(1, [60.0, 60.0]), (60, [1.0, 1.0]), (0, [])])
def test_a_minute_lasts_as_long_as_the_speed_says(speed: float, waits: list[float]) -> None:
    waited: list[float] = []
    minutes = simulate(Patient(), Plan(length=3), seed=1)
    replay(minutes, bay="Bay 2", speed=speed, start=NOW, post=lambda _: (200, {"unclaimed": 0}), sleep=waited.append)
    assert waited == waits


class Door(BaseHTTPRequestHandler):
    """A server that answers as it was told to, and remembers what it was asked."""

    status, body, asked = 200, b'{"unclaimed": 1}', []  # type: ignore[var-annotated]

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, self.headers["Authorization"], json.loads(content)))
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def door() -> Iterator[tuple[str, type[Door]]]:
    class Own(Door):
        """One for each test, with what it was asked."""

        asked = []

    server = HTTPServer(("127.0.0.1", 0), Own)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", Own
    server.shutdown()
    server.server_close()


def test_it_is_sent_to_the_device_route_with_the_monitors_token(door: tuple[str, type[Door]]) -> None:
    url, handler = door
    minutes = simulate(Patient(), Plan(length=2), seed=1)
    sent = replay(minutes, bay="Bay 2", speed=0, start=NOW, post=http_post(url, "secret"), sleep=lambda _: None)
    (path, token, content) = handler.asked[0]
    assert (path, token) == ("/device/readings", "Bearer secret")
    assert content["bay"] == "Bay 2"
    assert len(content["readings"]) == 2
    assert (sent.minutes, sent.unclaimed) == (2, 1)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, b'{"why": "not known"}', "401: not known"),
        (500, b"<html>", "500: no reason given"),
        (409, b"[]", "409: no reason given"),
    ],
)
def test_a_refusal_is_said_in_the_servers_words(
    status: int, body: bytes, words: str, door: tuple[str, type[Door]]
) -> None:
    url, handler = door
    handler.status, handler.body = status, body
    minutes = simulate(Patient(), Plan(length=1), seed=1)
    with pytest.raises(NotTaken, match=words):
        replay(minutes, bay="Bay 2", speed=0, start=NOW, post=http_post(url, "x"), sleep=lambda _: None)


def test_only_an_http_address_is_one() -> None:
    with pytest.raises(NotTaken, match="is not an address"):
        http_post("file:///etc/passwd", "x")
