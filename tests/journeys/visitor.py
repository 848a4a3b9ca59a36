"""Somebody at a browser: pages are opened, read and used as a person would, and each is examined."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page

if TYPE_CHECKING:
    from tests.journeys.house import House

PICTURES = Path(__file__).resolve().parent.parent.parent / "docs/tutorial/pictures"


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

    def presses(self, words: str, *, within: Locator | None = None, exact: bool = False, refused: bool = False) -> None:
        """Press a button or follow a link by its words, to another page, which refuses only if that is expected."""
        with self.page.expect_navigation():
            self.finds(words, within=within, exact=exact).click()
        self.examines()
        problems = self.page.locator("[data-error-summary]").all_inner_texts()
        assert bool(problems) is refused, f"pressing “{words}”: {problems or 'nothing was refused'}"

    def finds(self, words: str, *, within: Locator | None = None, exact: bool = False) -> Locator:
        """The button or link with these words."""
        place = within or self.page
        button = place.get_by_role("button", name=words, exact=exact)
        link = place.get_by_role("link", name=words, exact=exact)
        return button.or_(link).first

    def card(self, title: str) -> Locator:
        """The part of the page under this heading."""
        return (
            self.page.locator("section, .nhsuk-card, .ag-card")
            .filter(has=self.page.get_by_role("heading", name=title, exact=True))
            .last
        )

    def fills(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self._field(label).fill(value)

    def fills_day(self, question: str, day: date) -> None:
        """Type a day into its three boxes."""
        group = self.page.locator("fieldset").filter(has=self.page.locator("legend", has_text=_starting(question)))
        for box, value in zip(("Day", "Month", "Year"), (day.day, day.month, day.year), strict=True):
            _opened(group.first).get_by_label(box, exact=True).fill(str(value))

    def fills_moment(self, label: str, moment: datetime) -> None:
        """Type a day and a time, as the clinic's clocks show it."""
        self._field(label).fill(f"{moment:%Y-%m-%dT%H:%M}")

    def picks(self, label: str, option: str) -> None:
        """Choose from a list the first entry that holds these words."""
        box = self._field(label)
        offered = box.locator("option").all_inner_texts()
        found = next((one for one in offered if option in one), None)
        assert found is not None, f"“{label}” offers {offered}, not “{option}”"
        box.select_option(label=found)

    def chooses(self, question: str, answer: str) -> None:
        """Tick one answer to a question."""
        group = self.page.locator("fieldset").filter(has=self.page.locator("legend", has_text=_starting(question)))
        place = _opened(group.first)
        exactly = place.get_by_label(answer, exact=True)
        (exactly if exactly.count() else place.get_by_label(_starting(answer))).first.check()

    def ticks(self, words: str) -> None:
        """Tick a box by its words."""
        self._field(words).check()

    def reads(self, *words: str) -> None:
        """The page says all of these."""
        text = self.text
        for some in words:
            assert some in text, f"“{some}” is not on the page “{self.page.title()}”:\n{text[:3000]}"

    def does_not_read(self, *words: str) -> None:
        """The page says none of these."""
        text = self.text
        for some in words:
            assert some not in text, f"“{some}” is on the page “{self.page.title()}”"

    @property
    def text(self) -> str:
        """Everything that can be read on the page, on one line."""
        return " ".join(self.page.locator("body").inner_text().split())

    @property
    def path(self) -> str:
        """Where the browser stands."""
        return self.page.url.removeprefix(self.house.address)

    def is_at(self, path: str) -> bool:
        """Whether the browser stands at this address."""
        return self.path == path

    def examines(self) -> None:
        """A title, one heading of the first rank, no script error, nothing from elsewhere, and no finding of axe."""
        assert " - " in self.page.title(), f"{self.page.url} has no title of its own"
        assert self.page.locator("h1").count() == 1, f"{self.page.url} has {self.page.locator('h1').count()} h1"
        assert self.faults == [], f"{self.page.url}: {self.faults}"
        shape = self.page.evaluate(_SHAPE)
        if shape not in _EXAMINED:
            found = self.page.evaluate(_RUN_AXE, {"source": self.house.axe})
            assert found == [], f"{self.page.url}: {found}"
            _EXAMINED.add(shape)

    def downloads(self, words: str) -> bytes:
        """What is behind a link that opens a file."""
        address = self.finds(words).get_attribute("href")
        assert address is not None, f"“{words}” leads nowhere"
        answer = self.page.context.request.get(self.house.address + address)
        assert answer.status == 200, f"{address} answered {answer.status}"
        return answer.body()

    def takes_picture(self, name: str, *, showing: str = "") -> None:
        """Keep a picture of what the screen shows for the tutorial, when pictures are asked for.

        ``showing`` is the heading of the part to be seen; without it the top of the page is.
        """
        if os.environ.get("AFTERGLOW_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.evaluate("window.scrollTo(0, 0)")
            if showing:
                self.page.get_by_role("heading", name=showing, exact=True).evaluate("one => one.scrollIntoView()")
                self.page.mouse.wheel(0, -_BAR)
                self.page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => done(true)))")
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=False)

    def _field(self, label: str) -> Locator:
        exactly = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s*\(optional\))?\s*$"))
        return _opened(exactly.first if exactly.count() else self.page.get_by_label(_starting(label)).first)


def _opened(place: Locator) -> Locator:
    """A part of the page, which may have been folded away, unfolded."""
    folded = place.locator("xpath=ancestor::details[not(@open)]/summary")
    if folded.count():
        folded.first.click()
    return place


_BAR = 220
"""Pixels that the identity bar and its neighbours cover at the top of a page about a patient."""


def _starting(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}")


_EXAMINED: set[str] = set()
"""The shapes in which axe has found nothing: a page that differs from one of them only in its words is not run again.
"""

_SHAPE = """() => {
  const attributes = ["id", "class", "role", "for", "type", "name", "hidden", "disabled", "scope",
    "aria-label", "aria-labelledby", "aria-describedby", "aria-hidden", "aria-current"];
  const parts = [`${window.innerWidth}`, document.title ? "titled" : ""];
  for (const one of document.documentElement.querySelectorAll("*")) {
    parts.push(one.tagName, ...attributes.map(name => (one.getAttribute(name) ?? "").replace(/[0-9]+/g, "#")));
    parts.push(one.textContent.trim() ? "words" : "");
  }
  return parts.join(" ");
}"""

_RUN_AXE = """async ({source}) => {
  if (!window.axe) { (0, eval)(source); }
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const result = await window.axe.run(document, {runOnly: {type: "tag", values: tags}});
  return result.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(" ... ").slice(0, 400)}`);
}"""
