"""Rendering pieces of pages, and what every piece must keep."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.template import engines
from jinja2 import Environment

NOW = datetime(2025, 11, 13, 10, 42, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
STYLES = Path("src/afterglow/ground/design/styles")
BARE = {
    *("ag-section", "ag-who", "nhsuk-list", "nhsuk-tabs", "nhsuk-tabs__list-item", "nhsuk-card__heading"),
    *("nhsuk-task-list", "nhsuk-summary-list", "nhsuk-date-input__input", "ag-formula"),
    *("nhsuk-fieldset", "ag-finding--info", "ag-chart__limit--caution"),
}
"""Classes that only name a part, or are drawn by a neighbour."""
VOID = {"input", "meta", "link", "br", "hr", "img", "col"}


@dataclass
class Clinic:
    name: str = "Larkfield Clinic"
    time_zone: str = "Europe/London"


@dataclass
class Nurse:
    name: str = "Priya Shah"
    role_words: str = "infusion nurse"
    account_id: int = 1


class Piece(HTMLParser):
    """A piece of HTML read back: its words, ids and links, and everything that breaks the house's rules."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.faults = html, list[str]()
        self.open, self.ids, self.targets = list[str](), list[str](), list[str]()
        self.classes, self.words, self.described = set[str](), list[str](), list[str]()
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]
        self.faults += [f"id {name} twice" for name in {n for n in self.ids if self.ids.count(n) > 1}]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        self.faults += [f"{name} on <{tag}>" for name in given if name == "style" or name.startswith("on")]
        self.ids += [given["id"]] if "id" in given else []
        self.targets += [given["href"][1:]] if given.get("href", "").startswith("#") else []
        self.described += given.get("aria-describedby", "").split()
        self.classes |= set(given.get("class", "").split())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass(frozen=True)
class Surroundings:
    """What the context of a page holds besides its own content."""

    given: dict[str, Any] = field(default_factory=dict)

    def whole(self) -> dict[str, Any]:
        usual = {"clinic": Clinic(), "actor": Nurse(), "navigation": (), "zone": LONDON, "now": NOW, "demo": False}
        return {**usual, "csrf_input": "", **self.given}


def environment() -> Environment:
    found = engines["jinja2"].env  # type: ignore[attr-defined]  # django-stubs knows only the common base
    assert isinstance(found, Environment)
    return found


def render(source: str, **given: Any) -> Piece:
    """A template given as text, rendered in a page's usual surroundings."""
    return Piece(environment().from_string(source).render(Surroundings(given).whole()))


@cache
def drawn_classes() -> frozenset[str]:
    """Every class that the stylesheet draws, with those of nhsuk-frontend that it builds on."""
    ours = " ".join(path.read_text() for path in STYLES.glob("*.scss"))
    widths = {f"ag-width-{figures}" for figures in (2, 4, 5, 8, 12, 20, 30)}
    return frozenset(BARE | widths | {"nhsuk-u-visually-hidden"} | set(re.findall(r"\.([a-z][a-zA-Z0-9_-]*)", ours)))
