"""A server started for a benchmark, watched from outside, and stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Served:
    """A running server: where, and how long it took from the start of its process to its first page."""

    port: int
    process: subprocess.Popen[bytes]
    first_page_s: float

    def family(self) -> list[int]:
        """The numbers of all its processes."""
        return _family(self.process.pid)

    def memory_mb(self) -> float:
        """The memory of all its processes, shared pages counted in each of them (resident set size)."""
        return sum(_resident(pid) for pid in _family(self.process.pid)) / 1024


@contextmanager
def served(home: Path, database: str, settings: str) -> Iterator[Served]:
    """`afterglow serve`, with these settings, until the block ends."""
    port = free_port()
    environment = os.environ | {
        "AFTERGLOW_HOME": str(home),
        "AFTERGLOW_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": settings,
        "PUBLIC_URL": f"http://localhost:{port}",
        "PYTHONPATH": f"{ROOT}:{ROOT}/src",
    }
    command = [sys.executable, "-m", "afterglow.site.command", "serve", "--port", str(port)]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield Served(port, process, _first_page(port, process, started))
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _first_page(port: int, process: subprocess.Popen[bytes], started: float) -> float:
    while time.perf_counter() - started < 60:
        assert process.poll() is None, "the server ended before its first page"
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/sign-in/", timeout=5) as answer:
                if answer.status == 200:
                    return time.perf_counter() - started
        except OSError:
            time.sleep(0.01)
    raise AssertionError("no page within a minute")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
