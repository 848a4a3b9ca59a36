"""Whatever is posted to whatever form: a page that says what is wrong, never a failure, and nothing typed is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.urls import resolve

from tests.laws.full_house import House
from tests.laws.full_house_stories import NAMES
from tests.laws.pages import BEFORE_CONTENT, Form, Page
from tests.laws.routes import Route, routes
from tests.laws.visitors import Visitor, visitors
from tests.laws.watching import watched

SHOWN = [route for route in routes() if route.entrance and "GET" in route.entrance.methods]
OPENED_AT_MOST, OPENED_AGAIN = 12, 2
"""At how many objects the first visitor in a role looks for forms, and everybody after them; each kind of form is tried
once."""

Data = Mapping[str, str | Sequence[str]]

TYPED = "Zoë שלום 🌄 <b>&amp;\"' ‏مرحبا"
NASTY: Mapping[str, str | list[str]] = {
    "nothing but a NUL": "\x00",
    "more than anybody writes": "x" * 100_000,
    "the first day": "0001-01-01T00:00",
    "the last day": "9999-12-31T23:59",
    "a number without end": "1e308",
    "several where one belongs": ["1", "x", "\u202e"],
    "from right to left": "\u202eabc\u202c שלום",
}

NOTHING_NEEDED = {
    "/my/information/withdraw/": "consent is taken back without a reason",
    "/patients/<str:ref>/consent/withdraw/": "consent is taken back without a reason",
    "/patients/<str:ref>/assessment/history/": "each heading may stay as it is; nothing is written then",
    "/today/narrow/": "nothing ticked shows everything",
}
"""Forms that may be posted empty, by their address, and why."""


@dataclass(frozen=True)
class Found:
    """A form as a visitor found it."""

    visitor: Visitor
    where: str
    path: str
    form: Form

    def post(self, data: Data) -> tuple[HttpResponse, list[str]]:
        """Post it, and undo what that did; the answer, and what was written."""
        return self.post_bytes(urlencode(data, doseq=True))

    def post_bytes(self, body: str) -> tuple[HttpResponse, list[str]]:
        """As ``post``, for a body that is already encoded, well or badly. How often one may post is another law's."""
        cache.clear()
        with transaction.atomic(), watched() as watch:
            answer = self.visitor.browser.post(self.path, body, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        return answer, watch.changes  # type: ignore[return-value]  # the test client's answer is one

    @property
    def hidden(self) -> dict[str, list[str]]:
        """What the page itself posts, whatever anybody types."""
        data: dict[str, list[str]] = {}
        for control in self.form.controls:
            if control.kind == "hidden" and control.name:
                data.setdefault(control.name, []).append(control.value)
        return data

    def everywhere(self, value: str | list[str]) -> dict[str, str | list[str]]:
        """The same value in every control, chosen ones too."""
        names = {one.name for one in self.form.controls if one.name and one.kind not in {"hidden", *BEFORE_CONTENT}}
        return {**self.hidden, **dict.fromkeys(sorted(names), value)}


def forms(visitor: Visitor, seen: Counter[str], most: int) -> Iterator[Found]:
    """Every kind of form that this visitor finds and that nobody before them has."""
    for route in SHOWN:
        if not visitor.may_enter(route):
            continue
        for path in islice(visitor.paths(route), most):
            for form in posted(visitor.browser.get(path)):  # type: ignore[arg-type]  # the test client's answer is one
                found = Found(visitor, where(route, form), form.action or path, form)
                if form.asks and not seen[found.where]:
                    seen[found.where] += 1
                    yield found


def posted(answer: HttpResponse) -> Sequence[Form]:
    """The forms of a page; nothing for what is no page."""
    if answer.status_code != 200 or answer.streaming or "html" not in answer.headers["Content-Type"]:
        return ()
    return Page(answer.content.decode()).posted


def where(route: Route, form: Form) -> str:
    """The address a form posts to as a pattern, and what it asks."""
    pattern = resolve(form.action.split("?")[0]).route if form.action else route.pattern
    asked = ",".join(sorted({control.name for control in form.controls if control.kind not in BEFORE_CONTENT}))
    return f"/{pattern} ({asked})"


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "django.request")


def test_whatever_is_posted(house: House) -> None:
    """Each kind of form once, in whichever clinic it is found first."""
    faults: dict[str, list[str]] = {}
    seen, been = Counter[str](), set[tuple[str, object]]()
    for visitor in (visitor for slug in NAMES for visitor in visitors(house.casts[slug])):
        most = OPENED_AGAIN if (visitor.cast.clinic.slug, visitor.role) in been else OPENED_AT_MOST
        been.add((visitor.cast.clinic.slug, visitor.role))
        for found in forms(visitor, seen, most):
            told = [*of_nothing(found), *of_nasty(found)]
            if told:
                faults[found.where] = told
    assert faults == {}
    assert len(seen) > 110


def of_nothing(found: Found) -> Iterator[str]:
    """An empty form is sent back with a summary of what is missing."""
    answer, written = found.post(found.hidden)
    if found.where.split(" ")[0] in NOTHING_NEEDED:
        return
    if answer.status_code != 422 or written:
        yield f"nothing: answered {answer.status_code}{' and wrote' if written else ''}"
        return
    yield from (f"nothing: {fault}" for fault in of_page(answer))


def of_nasty(found: Found) -> Iterator[str]:
    """Nothing nasty makes the server fail; what is refused is refused in words."""
    for name, value in NASTY.items():
        answer, _ = found.post(found.everywhere(value))
        if answer.status_code not in (200, 302, 400 if is_too_large(found, value) else 422, 403, 404, 422):
            yield f"{name}: answered {answer.status_code}"
        elif answer.status_code == 422:
            yield from (f"{name}: {fault}" for fault in of_page(answer))
    broken = urlencode(found.everywhere("@@"), doseq=True).replace("%40%40", "%ED%B2%80%FF")
    answer, _ = found.post_bytes(broken)
    if answer.status_code not in (200, 302, 400, 403, 404, 422):
        yield f"bytes that are no text: answered {answer.status_code}"
    answer, _ = found.post(found.everywhere(TYPED))
    if answer.status_code == 422:
        page = Page(answer.content.decode())
        kept = {control.name: control.value for form in page.posted for control in form.controls}
        texts = [one.name for one in found.form.controls if one.kind in {"text", "textarea"} and one.name]
        lost = [one for one in texts if kept.get(one, "").strip() != TYPED.strip()]
        if lost:
            yield f"lost what was typed into {', '.join(lost)}"
    elif answer.status_code not in (200, 302, 403, 404):
        yield f"in many scripts: answered {answer.status_code}"


def is_too_large(found: Found, value: str | list[str]) -> bool:
    """Whether all of it together is more than the server reads: that is answered by 400 before any form sees it."""
    return len(urlencode(found.everywhere(value), doseq=True)) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def of_page(answer: HttpResponse) -> Iterator[str]:
    """What a page that refuses must have: "Error: " in its title, and a summary that leads to the fields."""
    page = Page(answer.content.decode())
    if "<html" not in page.html:
        return
    if not page.title.startswith("Error: "):
        yield f"its title is “{page.title}”"
    if not page.summary and "nhsuk-error-summary" not in page.classes:
        yield "it has no summary"
    yield from (f"its summary leads to {link}" for link in page.summary if link[1:] not in page.ids)
    yield from page.faults
