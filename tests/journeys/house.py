"""The house under test, and somebody in it: pages are opened, read and used as a person would, and each is examined."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Installation
from afterglow.ground.kernel.clock import real_now
from tests.people import NOW, signed_in

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PICTURES = ROOT / "docs/tutorial/pictures"
PHONE = (390, 844)
TABLET = (1180, 820)
DESK = (1280, 800)
STARTS_WITHIN = 30.0


@dataclass
class Visitor:
    """Somebody at a browser. Every page they come to is examined: its title, its heading, and by axe."""

    house: House
    page: Page
    faults: list[str] = field(default_factory=list)

    def goes_to(self, path: str, *, status: int = 200) -> None:
        """Open a page by its address."""
        response = self.page.goto(self.house.address + path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        self.examines()

    def presses(self, words: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Press a button or follow a link by its words."""
        place = within or self.page
        button = place.get_by_role("button", name=words, exact=exact)
        link = place.get_by_role("link", name=words, exact=exact)
        button.or_(link).first.click()
        self.page.wait_for_load_state("load")
        self.examines()

    def fills(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(label, exact=False).first.fill(value)

    def chooses(self, question: str, answer: str) -> None:
        """Tick one answer to a question."""
        group = self.page.get_by_role("group", name=question).or_(self.page.get_by_role("radiogroup", name=question))
        group.first.get_by_label(answer, exact=False).first.check()

    def ticks(self, words: str) -> None:
        """Tick a box by its words."""
        self.page.get_by_label(words, exact=False).first.check()

    def reads(self, *words: str) -> None:
        """The page says all of these."""
        text = " ".join(self.page.locator("body").inner_text().split())
        for some in words:
            assert some in text, f"“{some}” is not on the page “{self.page.title()}”:\n{text[:3000]}"

    def does_not_read(self, *words: str) -> None:
        """The page says none of these."""
        text = self.page.locator("body").inner_text()
        for some in words:
            assert some not in text, f"“{some}” is on the page “{self.page.title()}”"

    def is_at(self, path: str) -> bool:
        """Whether the browser stands at this address."""
        return self.page.url.removeprefix(self.house.address) == path

    def examines(self) -> None:
        """A title, one heading of the first rank, no script error, nothing from elsewhere, and no finding of axe."""
        assert " - " in self.page.title(), f"{self.page.url} has no title of its own"
        assert self.page.locator("h1").count() == 1, f"{self.page.url} has {self.page.locator('h1').count()} h1"
        assert self.faults == [], f"{self.page.url}: {self.faults}"
        found = self.page.evaluate(_RUN_AXE, {"source": self.house.axe})
        assert found == [], f"{self.page.url}: {found}"

    def takes_picture(self, name: str) -> None:
        """Keep a picture for the tutorial, when pictures are asked for."""
        if os.environ.get("AFTERGLOW_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=False)


_RUN_AXE = """async ({source}) => {
  if (!window.axe) { (0, eval)(source); }
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const result = await window.axe.run(document, {runOnly: {type: "tag", values: tags}});
  return result.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(" ... ").slice(0, 400)}`);
}"""


@dataclass
class House:
    """A server on loopback with its own database, and the browser that visits it."""

    address: str
    browser: Browser
    axe: str
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
        return visitor

    def clock_is(self, moment: datetime) -> None:
        """Set the house's clock; it goes on from there."""
        here = Installation.this()
        here.clock_offset = moment - real_now()
        here.save(update_fields=["clock_offset"])


def _note_console(visitor: Visitor, message: ConsoleMessage) -> None:
    # Chromium reports every answer of 4xx as an error of the console; those are examined as pages.
    if message.type == "error" and "Failed to load resource" not in message.text:
        visitor.faults.append(message.text)


def _note_stranger(visitor: Visitor, request: Request) -> None:
    if not request.url.startswith((visitor.house.address, "data:", "about:")):
        visitor.faults.append(f"asked for {request.url}")


@contextmanager
def running_house(database: str, browser: Browser) -> Iterator[House]:
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
    server = subprocess.Popen([*command, "--no-worker"], env=environment, cwd=ROOT)
    house = House(address, browser, AXE.read_text())
    try:
        _wait_for(address, server)
        yield house
    finally:
        for context in house.contexts:
            context.close()
        server.terminate()
        server.wait(timeout=15)


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
