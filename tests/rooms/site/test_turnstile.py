"""Processes go through one by one and in turn; who dies inside, or gives up before, holds nobody up."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from afterglow.site.sqlite.turnstile import Turnstile

PROCESS = """
import sys, time
from afterglow.site.sqlite.turnstile import Turnstile
gate = Turnstile(sys.argv[1])
for line in sys.stdin:
    word, _, seconds = line.strip().partition(" ")
    if word == "leave":
        gate.leave()
    else:
        print("in" if gate.enter(until=time.monotonic() + float(seconds)) else "late", flush=True)
"""

Guest = subprocess.Popen[str]


@pytest.fixture
def guests(tmp_path: Path) -> Iterator[tuple[Guest, Guest]]:
    with ExitStack() as running:
        yield running.enter_context(a_process(tmp_path / "gate")), running.enter_context(a_process(tmp_path / "gate"))


@contextmanager
def a_process(gate: Path) -> Iterator[Guest]:
    command = [sys.executable, "-c", PROCESS, str(gate)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def say(guest: Guest, *words: str) -> None:
    assert guest.stdin is not None
    guest.stdin.write("".join(f"{word}\n" for word in words))
    guest.stdin.flush()


def answer(guest: Guest) -> str:
    assert guest.stdout is not None
    return guest.stdout.readline().strip()


def somebody_stands_before(gate: Path) -> bool:
    with gate.open("r+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 0)
        except OSError:
            return True
        return False


def wait_until_somebody_stands_before(gate: Path) -> None:
    until = time.monotonic() + 20
    while not somebody_stands_before(gate):
        assert time.monotonic() < until, "nobody came"
        threading.Event().wait(0.002)


def test_who_has_just_been_through_lets_the_other_go_first(guests: tuple[Guest, Guest], tmp_path: Path) -> None:
    one, other = guests
    say(one, "enter 20")
    assert answer(one) == "in"
    for _ in range(20):
        say(other, "enter 20")
        wait_until_somebody_stands_before(tmp_path / "gate")
        say(one, "leave", "enter 20")
        assert answer(other) == "in"
        say(other, "leave")
        assert answer(one) == "in"


def test_who_is_killed_inside_is_not_waited_for(guests: tuple[Guest, Guest]) -> None:
    one, other = guests
    say(one, "enter 20")
    assert answer(one) == "in"
    say(other, "enter 20")
    one.kill()
    assert answer(other) == "in"


def test_who_waits_in_vain_gives_up_and_stands_in_nobodys_way(guests: tuple[Guest, Guest], tmp_path: Path) -> None:
    one, other = guests
    say(one, "enter 20")
    assert answer(one) == "in"
    say(other, "enter 0.05")
    assert answer(other) == "late"
    say(one, "leave")
    third = Turnstile(str(tmp_path / "gate"))
    assert third.enter(until=time.monotonic() + 20)
    third.leave()
    say(other, "enter 20")
    assert answer(other) == "in"
