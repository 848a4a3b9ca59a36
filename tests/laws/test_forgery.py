"""Nothing is changed by a form that does not come from a page of this browser (M21). Only monitors need no page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account
from afterglow.site.asgi import Afterglow
from tests.laws.pages import Page
from tests.laws.routes import Route, routes
from tests.laws.watching import watched
from tests.people import Cast, as_patient, cast_of, maya, signed_in

PROVES_ITSELF = {"billing:notice"}
"""What no browser sends: the card service's notices carry a signature over every byte, and believe no session."""
POSTED = [
    route
    for route in routes()
    if route.entrance is not None and "POST" in route.entrance.methods and route.name not in PROVES_ITSELF
]
HEADING = "This page was out of date"
TOKEN, OTHER = "a" * 32, "b" * 32
OWN = "http://testserver"
ENDING = {"sign-out"}
"""What would end the session that the next one needs."""


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of()


def checking(actor: Actor) -> Client:
    """Their browser, whose forms are looked at as a real one's are."""
    browser = signed_in(actor)
    browser.handler.enforce_csrf_checks = True
    return browser


def is_refused(answer: HttpResponse) -> bool:
    return answer.status_code == 403 and Page(answer.content.decode()).headings == [HEADING]


class Browsers:
    """One browser for each of the cast, whose forms are looked at as a real one's are."""

    def __init__(self, cast: Cast) -> None:
        staff = (cast.joanne, cast.hannah, cast.priya, cast.lena, cast.grace, cast.ewan, cast.fiona)
        self._kept = [(actor, checking(actor)) for actor in (*staff, as_patient(maya(cast)))]

    def of_whoever_may(self, route: Route) -> Client:
        """The browser of somebody whom the route would let in."""
        assert route.entrance is not None
        asked = route.entrance.permissions
        return next(
            (browser for actor, browser in self._kept if any(actor.may(one) for one in asked)), self._kept[0][1]
        )


def test_a_form_without_its_token_changes_nothing(cast: Cast) -> None:
    browsers, taken = Browsers(cast), list[str]()
    for route in POSTED:
        browser = browsers.of_whoever_may(route)
        with watched() as watch:
            browser.cookies["csrf"] = OTHER
            for data in ({}, {"csrfmiddlewaretoken": TOKEN}, {"csrfmiddlewaretoken": "x"}):
                taken += [route.name] if not is_refused(browser.post(route.path, data)) else []
            for kind in ("text/plain", "application/json"):
                taken += [route.name] if not is_refused(browser.post(route.path, "{}", content_type=kind)) else []
        assert watch.writes == [], route.name
    assert taken == []
    assert len(POSTED) > 80


def test_a_form_from_another_site_is_refused_even_with_its_token(cast: Cast) -> None:
    browsers, taken, refused = Browsers(cast), list[str](), list[str]()
    data = {"csrfmiddlewaretoken": TOKEN}
    for route in POSTED:
        browser = browsers.of_whoever_may(route)
        browser.cookies["csrf"] = TOKEN
        for origin in ("https://evil.example", "null", "http://localhost.evil.example", "http://localhost:8001"):
            answer = browser.post(route.path, data, headers={"Origin": origin})
            taken += [f"{route.name} from {origin}"] if not is_refused(answer) else []
        if route.name not in ENDING and is_refused(browser.post(route.path, data, headers={"Origin": OWN})):
            refused.append(route.name)
    assert taken == []
    assert refused == [], "these refuse their own page too, so the test would show nothing"


def test_no_view_is_exempt_but_what_proves_itself() -> None:
    exempt = [name for name, view in views(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)]
    assert exempt == [name.split(":")[1] for name in PROVES_ITSELF]


def views(patterns: list[URLPattern | URLResolver]) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for entry in patterns:
        found += views(entry.url_patterns) if isinstance(entry, URLResolver) else [(str(entry.name), entry.callback)]
    return found


def test_only_streams_and_monitors_are_served_beside_the_pages() -> None:
    """What passes by the pages' middleware is named here; a monitor shows its own token, a stream changes nothing."""
    served = {name for name in vars(Afterglow()) if not name.startswith("_")}
    assert served == {"pages", "streams", "boards", "monitors"}


def test_signing_in_changes_the_token(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    before = Page(browser.get("/sign-in/staff/").content.decode()).forms[0].filled_in()["csrfmiddlewaretoken"][0]
    planted = browser.cookies["csrf"].value
    account = Account.objects.get(pk=cast.priya.account_id)
    account.set_password("lantern harbour seventeen")
    account.save()
    data = {"login": account.email, "password": "lantern harbour seventeen", "csrfmiddlewaretoken": before}
    assert browser.post("/sign-in/staff/", data).headers["Location"] == "/"
    assert browser.cookies["csrf"].value != planted
