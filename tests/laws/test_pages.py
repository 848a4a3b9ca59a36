"""Every page that can be opened has its title, one heading and a language, and carries nothing of its own making.

The Content-Security-Policy would refuse a style attribute, an inline script or a foreign host: here none is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from afterglow.ground.access.pages import entrance_of
from tests.laws.full_house import House
from tests.laws.full_house_stories import NAMES
from tests.laws.pages import Page
from tests.laws.routes import Route, routes
from tests.laws.visitors import Visitor, visitors

SHOWN = [route for route in routes() if route.entrance and "GET" in route.entrance.methods]
ANSWERS = {200, 302, 404, 410}
"""404 is right for an object that has nothing to show there, such as a letter that nobody approved yet."""

NOT_AT: Mapping[str, Mapping[str, str]] = {
    "marlow-rooms": {
        "treatment:plasma": "nobody asked for pages to teach with",
        "referral:ask": "nobody asks online there",
        "referral:enquiry": "nobody asks online there",
        "consent:further": "all of its texts are part of consent",
    },
    "solent-mind": {},
}
"""Addresses that a clinic's own protocol leaves without a page."""

ELSEWHERE = dict.fromkeys(("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"), 403)
"""Showing again that one is the same person answers 403 to whoever has no key of that kind."""

EVERY, AFTERWARDS = 12, 1
"""At how many objects an address is opened until somebody has seen a page there, and by everybody after them."""

NOT_HTML = ("application/pdf", "text/calendar", "image/", "text/event-stream", "text/csv", "application/json")

LEADS_ON = {
    "home": "to the place of whoever is there, or to sign in",
    "favicon": "to the drawing",
    "contact:open": "to what the link was sent for",
    "outcomes:invited": "to the first question that is open",
    "protocol-compare-chosen": "to the comparison",
    "treatment:link-check": "to the question that is open, or to the end",
}
"""Addresses that are no page but lead to one."""

ON_THE_WAY = dict.fromkeys(
    (
        "account_confirm_login_code",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "typed-before",
        "welcome",
    ),
    "only in the middle of signing in, or for whoever has such a key: tests/rooms/access opens it",
)
OF_LATER_DATES = {
    "groups:own-meeting": "the first dates of a series are past or taken: Harrow Lane's journey opens it",
    "groups:leave-event": "its link stands in one letter alone: tests/rooms/groups opens it",
    "billing:event": "its link stands in one letter alone: tests/rooms/billing opens it",
    "billing:event-credit-note": "its link stands in one letter alone: tests/rooms/billing opens it",
    "billing:event-invoice": "its link stands in one letter alone: tests/rooms/billing opens it",
    "billing:event-receipt": "its link stands in one letter alone: tests/rooms/billing opens it",
}
NEVER_SHOWN = {**LEADS_ON, **ON_THE_WAY, **OF_LATER_DATES}
"""Addresses that show nobody in the full house a page of their own, and why."""


AWAY = {
    "billing:own-payment": "cards are typed in on the payment service's own page",
    "groups:door": "the meeting itself is held elsewhere",
}
"""Pages that lead to a place which is not ours, and why."""


def faults_of(page: Page, clinic: str) -> Iterator[str]:
    """Everything that breaks the law in one page."""
    name, _, house = page.title.rpartition(" - ")
    if not name.strip() or house not in (clinic, "Afterglow"):
        yield f"its title is “{page.title}”"
    if len(page.headings) != 1 or not page.headings[0].strip():
        yield f"it has {len(page.headings)} main headings"
    if page.lang != "en-GB":
        yield "it has no language"
    if page.inline:
        yield "it has an inline script or style"
    yield from page.faults


def dead_ends(page: Page, visitor: Visitor) -> Iterator[str]:
    """Where a page leads that is nowhere, or that somebody who has signed in may not enter."""
    for address in {urlsplit(address).path for address in page.addresses if address.startswith("/")}:
        if address.startswith(settings.STATIC_URL):
            continue
        try:
            match = resolve(address)
        except Resolver404:
            yield f"it leads nowhere: {address}"
            continue
        if visitor.by_account and not visitor.may_enter(Route(match.view_name, match.route, entrance_of(match.func))):
            yield f"it leads to /{match.route}, which is not theirs"


def look(visitor: Visitor, route: Route, most: int) -> tuple[set[int], set[str]]:
    """Open an address for each object it may be about, ``most`` of them; the answers, and what is wrong with them."""
    answers, faults = set(), set()
    for path in islice(visitor.paths(route), most):
        answer = visitor.browser.get(path)
        answers.add(answer.status_code)
        if answer.status_code not in ANSWERS and answer.status_code != ELSEWHERE.get(route.name):
            faults.add(f"answered {answer.status_code}")
        elif answer.status_code == 200 and not answer.streaming and _is_page(answer.headers["Content-Type"]):
            page = Page(answer.content.decode())
            if page.lang or "<html" in page.html:
                faults.update(faults_of(page, visitor.cast.clinic.name))
                if route.name not in AWAY:
                    faults.update(f"it leads away to {address}" for address in page.strangers)
                faults.update(dead_ends(page, visitor))
    return answers, {f"/{route.pattern} {fault}" for fault in faults}


def _is_page(kind: str) -> bool:
    return not kind.startswith(NOT_HTML)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "django.request")


@pytest.mark.parametrize("slug", NAMES)
def test_every_page_opens_and_keeps_the_house_rules(slug: str, house: House) -> None:
    faults, shown = dict[str, str](), set[str]()
    for visitor in visitors(house.casts[slug]):
        for route in SHOWN:
            if visitor.may_enter(route):
                answers, found = look(visitor, route, EVERY if route.name not in shown else AFTERWARDS)
                faults |= dict.fromkeys(found - faults.keys(), visitor.name)
                shown |= {route.name} if 200 in answers else set()
    assert faults == {}
    ruled_out = NOT_AT[slug]
    assert {route.name for route in SHOWN} - shown == NEVER_SHOWN.keys() | ruled_out.keys()
