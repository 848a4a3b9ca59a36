"""The house under test: a real server on a database of its own, and the browsers that visit it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Installation
from afterglow.ground.gateways.message import Letter
from afterglow.ground.kernel.clock import real_now
from afterglow.site.ticking import do_due_work
from tests.journeys.visitor import Visitor
from tests.people import NOW, signed_in

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PHONE = (390, 844)
TABLET = (1180, 820)
DESK = (1280, 800)
STARTS_WITHIN = 30.0
WAITS_MOST = 15_000.0
"""Milliseconds that a visitor waits for something to be on the page."""


@dataclass
class Letterbox:
    """Takes what leaves the house, as a mail server would, and keeps it for whoever it is for."""

    letters: dict[str, Letter] = field(default_factory=dict)

    def send(self, letter: Letter) -> None:
        """Keep it, by the reference of its message."""
        self.letters[letter.reference] = letter


@dataclass
class House:
    """A server on loopback with its own database, and the browser that visits it."""

    address: str
    browser: Browser
    axe: str
    letterbox: Letterbox
    start: Callable[[], subprocess.Popen[bytes]]
    server: subprocess.Popen[bytes]
    contexts: list[BrowserContext] = field(default_factory=list)

    def visited_by(self, actor: Actor | None = None, *, size: tuple[int, int] = DESK) -> Visitor:
        """Somebody at a browser of their own; signed in already when they are known."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="en-GB", reduced_motion="reduce", bypass_csp=False
        )
        self.contexts.append(context)
        if actor is not None:
            session = signed_in(actor).cookies["session"].value
            context.add_cookies([{"name": "session", "value": session, "url": self.address}])
        visitor = Visitor(self, context.new_page())
        visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        visitor.page.on("console", lambda message: _note_console(visitor, message))
        visitor.page.on("request", lambda request: _note_stranger(visitor, request))
        visitor.page.on("response", lambda response: _note_failure(visitor, response))
        visitor.page.set_default_timeout(WAITS_MOST)
        return visitor

    def falls_silent(self) -> None:
        """The server is killed: every line to it is cut."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def answers_again(self) -> None:
        """The server is started again at the same address."""
        self.server = self.start()
        _wait_for(self.address, self.server)

    @property
    def now(self) -> datetime:
        """What the house's clock shows."""
        return real_now() + Installation.this().clock_offset

    def clock_is(self, moment: datetime) -> None:
        """Set the house's clock; it goes on from there."""
        here = Installation.this()
        here.clock_offset = moment - real_now()
        here.save(update_fields=["clock_offset"])

    def goes_on_to(self, moment: datetime) -> None:
        """Let time pass up to this moment: what is due by then is done, and the clock stands there."""
        do_due_work(moment)
        self.clock_is(moment)


def _note_console(visitor: Visitor, message: ConsoleMessage) -> None:
    # Chromium reports every answer of 4xx as an error of the console; those are examined as pages.
    if message.type == "error" and "Failed to load resource" not in message.text:
        visitor.faults.append(message.text)


def _note_failure(visitor: Visitor, response: Response) -> None:
    if response.status >= 500:
        visitor.faults.append(f"{response.url} answered {response.status}")


def _note_stranger(visitor: Visitor, request: Request) -> None:
    if not request.url.startswith((visitor.house.address, "data:", "about:")):
        visitor.faults.append(f"asked for {request.url}")


@contextmanager
def running_house(database: str, browser: Browser, letterbox: Letterbox) -> Iterator[House]:
    """Serve this database until the block ends."""
    Installation.objects.create(demo=True, clock_offset=NOW - real_now())
    port = _free_port()
    address = f"http://localhost:{port}"
    environment = os.environ | {
        "AFTERGLOW_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "afterglow.site.settings.testing",
        "AFTERGLOW_DEMO": "1",
        "PUBLIC_URL": address,
    }
    command = [sys.executable, "-m", "afterglow.site.command", "serve", "--port", str(port), "--processes", "1"]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([*command, "--no-worker"], env=environment, cwd=ROOT, start_new_session=True)

    house = House(address, browser, AXE.read_text(), letterbox, start, start())
    try:
        _wait_for(address, house.server)
        yield house
    finally:
        for context in house.contexts:
            context.close()
        house.server.terminate()
        house.server.wait(timeout=15)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(f"{address}/alive/", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"no answer from {address} within {STARTS_WITHIN:.0f} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
