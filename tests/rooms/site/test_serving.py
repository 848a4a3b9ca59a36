"""The server replaces a process that dies, ends when it is told to, and leaves nobody behind when it is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.rooms.site.conftest import ROOT, Installation, Installations

SOON = 10.0
"""Seconds within which everything here has to have happened."""


@pytest.fixture
def here(installations: Installations) -> Installation:
    return installations()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(here: Installation, port: int, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers; whatever is left of it afterwards is killed."""
    command = [sys.executable, "-m", "afterglow.site.command", "serve", "--port", str(port), *more]
    server = subprocess.Popen(
        command, env=here.environment, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert soon(lambda: answers(port), within=60), "it never answered"
        yield server
    finally:
        for child in children_of(server.pid):
            os.kill(child, signal.SIGKILL)
        server.kill()
        server.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/alive/", timeout=5) as answer:
            return bool(answer.read() == b"alive")
    except OSError:
        return False


def soon(holds: Callable[[], bool], *, within: float = SOON) -> bool:
    """Whether something comes to hold in time."""
    until, pause = time.monotonic() + within, threading.Event()
    while not (found := holds()) and time.monotonic() < until:
        pause.wait(0.05)
    return found


def children_of(parent: int) -> set[int]:
    path = Path(f"/proc/{parent}/task/{parent}/children")
    return {int(number) for number in path.read_text().split()} if path.exists() else set()


def is_gone(process: int) -> bool:
    try:
        return "State:\tZ" in Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_process_that_is_killed_is_replaced(here: Installation) -> None:
    port = free_port()
    with served(here, port) as server:
        assert soon(lambda: len(children_of(server.pid)) == 2)
        first = children_of(server.pid)
        os.kill(min(first), signal.SIGKILL)
        assert soon(lambda: len(children_of(server.pid) - first) == 1 and len(children_of(server.pid)) == 2)
        assert all(answers(port) for _ in range(20))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_with_all_its_processes(here: Installation, number: signal.Signals) -> None:
    port = free_port()
    with served(here, port) as server:
        children = children_of(server.pid)
        server.send_signal(number)
        assert server.wait(SOON) == 0
        assert all(is_gone(child) for child in children)
        assert not answers(port)


def test_somebody_who_keeps_a_connection_does_not_hold_up_the_end(here: Installation) -> None:
    port = free_port()
    with served(here, port) as server, socket.create_connection(("127.0.0.1", port)) as idle:
        idle.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
        children = children_of(server.pid)
        server.terminate()
        assert server.wait(SOON) == 0
        assert all(is_gone(child) for child in children)


def test_connections_that_come_at_once_are_shared(here: Installation) -> None:
    port = free_port()
    with served(here, port, "--no-worker") as server, ExitStack() as opened:
        before = {child: sockets_of(child) for child in children_of(server.pid)}
        for _ in range(24):
            opened.enter_context(socket.create_connection(("127.0.0.1", port)))
        assert soon(lambda: all(sockets_of(child) - before[child] >= 6 for child in before))


def sockets_of(process: int) -> int:
    return sum(os.readlink(entry).startswith("socket:") for entry in Path(f"/proc/{process}/fd").iterdir())


def test_a_parent_that_is_killed_leaves_nobody_behind(here: Installation) -> None:
    port = free_port()
    with served(here, port, "--no-worker") as server:
        children = children_of(server.pid)
        assert len(children) == 2
        server.kill()
        assert soon(lambda: all(is_gone(child) for child in children))
        assert not answers(port)
