"""The server is killed in mid-writing, again and again: what it acknowledged is there once, and whole."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from afterglow.care.treatment.actions.devices import join_device
from afterglow.care.treatment.models import Reading
from afterglow.ground.access.models import Installation
from afterglow.ground.audit.verifying import verify
from afterglow.ground.kernel.clock import real_now
from afterglow.record.diary.actions import add_bay
from tests.people import NOW, cast_of

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = int(os.environ.get("SEED", "20"))
SENDERS = 2


class Sender(threading.Thread):
    """A monitor: sends a reading, notes it once it is acknowledged, and sends the next; the same again when refused."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__(daemon=True)
        self.address, self.token = address, token
        self.acknowledged: list[str] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        name = str(uuid.uuid4())
        while not self.stopped.is_set():
            if self._taken(name):
                self.acknowledged.append(name)
                name = str(uuid.uuid4())

    def _taken(self, name: str) -> bool:
        moment = real_now().isoformat()
        body = {"sent_at": moment, "readings": [{"uuid": name, "taken_at": moment, "heart_rate": 71.5, "spo2": 97}]}
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}/device/readings", json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as refused:
            if refused.code != 503:
                raise
            return False
        except OSError:
            self.stopped.wait(0.02)
            return False


@contextmanager
def served(database: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server with all its processes in one group, so that all can be killed at once."""
    environment = os.environ | {
        "AFTERGLOW_DATABASE": database,
        "AFTERGLOW_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "afterglow.site.settings.testing",
    }
    command = [sys.executable, "-m", "afterglow.site.command", "serve", "--no-worker", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        yield server
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def one_life(database: str, port: int, tokens: list[str], least: int, chance: random.Random) -> list[str]:
    """Serve until each sender had so many acknowledged, go on for a random moment, and kill every process at once."""
    senders = [Sender(f"http://127.0.0.1:{port}", token) for token in tokens]
    with served(database, port) as server:
        for sender in senders:
            sender.start()
        until = time.monotonic() + 30
        while any(len(sender.acknowledged) < least for sender in senders):
            assert server.poll() is None, "the server ended by itself"
            assert time.monotonic() < until, "too little was acknowledged in half a minute"
            senders[0].stopped.wait(0.01)
        senders[0].stopped.wait(chance.uniform(0.02, 0.25))
    for sender in senders:
        sender.stopped.set()
    for sender in senders:
        sender.join(timeout=10)
    return [name for sender in senders for name in sender.acknowledged]


def lives(database: str, kills: int, least: int) -> int:
    """Kill so many servers, each after ``least`` acknowledged readings of every sender; returns how many there were."""
    cast = cast_of()
    Installation.objects.create(demo=True, clock_offset=NOW - real_now())
    bays = [add_bay(name=f"Bay {number}", by=cast.joanne, now=NOW) for number in range(SENDERS)]
    tokens = [join_device(name=f"Monitor {bay.name}", bay=bay, by=cast.priya, now=NOW)[1] for bay in bays]
    connection.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    chance, acknowledged = random.Random(SEED), []
    for _ in range(kills):
        acknowledged += one_life(database, port, tokens, least, chance)
    kept = [str(name) for name in Reading.objects.values_list("uuid", flat=True)]
    assert set(acknowledged) <= set(kept), f"lost with seed {SEED}"
    assert len(kept) == len(set(kept)), f"doubled with seed {SEED}"
    assert len(kept) <= len(acknowledged) + kills * SENDERS, "more was kept than was ever sent"
    assert verify(cast.clinic.pk).holds
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone()[0] == "ok"
    return len(acknowledged)


def test_nothing_acknowledged_is_lost_by_twenty_kills(own_database: str) -> None:
    assert lives(own_database, 20, least=1) >= 100


@pytest.mark.deep
def test_nothing_acknowledged_is_lost_by_three_hundred_kills(own_database: str) -> None:
    assert lives(own_database, 300, least=20_000 // (300 * SENDERS) + 1) >= 20_000
