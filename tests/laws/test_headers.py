"""Every answer says what a browser may load and keep; an error is a calm page that gives nothing away (M21)."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from afterglow.care.treatment import device, stream
from afterglow.site import edge
from afterglow.site.headers import with_headers
from tests.laws.pages import Page
from tests.people import Cast, cast_of, maya, signed_in

Answer = Callable[[Cast], HttpResponse]


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of()


def quiet(browser: Client) -> Client:
    """A browser that is shown what goes wrong instead of ending the test."""
    browser.raise_request_exception = False
    return browser


def closed(answer: HttpResponse) -> HttpResponse:
    """An answer with a file, which is let go."""
    answer.close()
    return answer


ANSWERS: dict[str, tuple[int, Answer]] = {
    "a page": (200, lambda cast: signed_in(cast.priya).get("/protocol/")),
    "a page about a patient": (200, lambda cast: signed_in(cast.priya).get(f"/patients/{maya(cast).ref}/details/")),
    "signing in": (200, lambda cast: Client().get("/sign-in/")),
    "a redirect": (302, lambda cast: Client().get("/protocol/")),
    "a bad host": (400, lambda cast: Client().get("/sign-in/", headers={"Host": "evil.example"})),
    "a role without the right": (403, lambda cast: signed_in(cast.ewan).get("/patients/")),
    "a forged form": (403, lambda cast: Client(enforce_csrf_checks=True).post("/sign-in/", {"email": "a@b.example"})),
    "no such page": (404, lambda cast: Client().get("/nothing/here/")),
    "no such patient": (404, lambda cast: signed_in(cast.priya).get("/patients/nobody/details/")),
    "no such method": (405, lambda cast: signed_in(cast.priya).put("/protocol/")),
    "a link that is over": (410, lambda cast: Client().get("/l/invented")),
    "a form with mistakes": (422, lambda cast: signed_in(cast.joanne).post("/staff/invite/", {})),
    "alive": (200, lambda cast: Client().get("/alive/")),
    "a drawing": (200, lambda cast: closed(Client().get("/static/design/images/favicon.svg"))),
    "a script": (200, lambda cast: closed(Client().get("/static/design/js/stream.js"))),
}


@pytest.fixture(autouse=True)
def our_own_host(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_has_the_headers(name: str, cast: Cast) -> None:
    status, ask = ANSWERS[name]
    answer = ask(cast)
    assert answer.status_code == status
    assert_headers({key.lower(): value for key, value in answer.headers.items()})


def assert_headers(headers: dict[str, str]) -> None:
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"]


@pytest.mark.parametrize("name", ANSWERS)
def test_pages_are_kept_by_nobody_and_what_is_everybodys_may_be(name: str, cast: Cast) -> None:
    kept = ANSWERS[name][1](cast).headers["Cache-Control"]
    if name in {"a drawing", "a script"}:
        assert "max-age" in kept
        assert "no-store" not in kept
    else:
        assert "no-store" in kept


@pytest.mark.parametrize(
    ("application", "method", "path", "status"),
    [
        (stream.application, "POST", f"{stream.PREFIX}x", 404),
        (device.application, "GET", device.PATH, 405),
    ],
    ids=["stream", "monitor"],
)
def test_streams_and_monitors_have_them_too(application: Any, method: str, path: str, status: int) -> None:
    said: list[dict[str, Any]] = []

    async def ask() -> None:
        async def send(message: dict[str, Any]) -> None:
            said.append(message)

        scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}
        await with_headers(application)(scope, None, send)

    asyncio.run(ask())
    assert said[0]["status"] == status
    headers = [(name.decode(), value.decode()) for name, value in said[0]["headers"]]
    assert len(dict(headers)) == len(headers), "a header stands there twice"
    assert_headers(dict(headers))


# Behind https


ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
answer = Client().get("/alive/", headers={"Host": "clinic.example"})
page = Client().get("/sign-in/staff/", headers={"Host": "clinic.example"})
parts = ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN")
cookies = [f"{name}_COOKIE_{part}" for name in ("SESSION", "CSRF") for part in parts]
print(json.dumps({
    "headers": dict(answer.headers),
    "csrf": {name: page.cookies["__Host-csrf"][name] for name in ("secure", "httponly", "samesite", "path", "domain")},
    "settings": {name: getattr(settings, name) for name in cookies},
    "stranger": Client().get("/alive/", headers={"Host": "localhost"}).status_code,
}))
"""


def test_with_https_nothing_goes_without_it(tmp_path: Path) -> None:
    environment = os.environ | {
        "PUBLIC_URL": "https://clinic.example",
        "AFTERGLOW_HOME": str(tmp_path),
        "AFTERGLOW_DATABASE": "sqlite:///:memory:",
        "DJANGO_SETTINGS_MODULE": "afterglow.site.settings.live",
    }
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert said["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert said["csrf"] == {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    assert said["settings"] == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_DOMAIN": None,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_DOMAIN": None,
    }
    assert said["stranger"] == 400, "only the public name is served"


# Errors


ERRORS = {
    "a bad host": "This could not be read",
    "a role without the right": "You cannot open this page",
    "a forged form": "This page was out of date",
    "no such page": "There is no such page",
    "no such patient": "There is no such page",
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_a_calm_page_of_our_own(name: str, cast: Cast) -> None:
    answer = ANSWERS[name][1](cast)
    page = Page(answer.content.decode())
    assert page.headings == [ERRORS[name]]
    assert page.title.strip().endswith(("- Afterglow", "- Larkfield Clinic"))
    assert page.title.partition(" - ")[0].strip()
    assert "!" not in answer.content.decode().partition("<main")[2]


class Boom(RuntimeError):
    """Whatever may go wrong inside."""


@pytest.mark.parametrize(
    ("problem", "status", "heading"),
    [
        (Boom("secret: 07700 900123"), 500, "Something went wrong here"),
        (OperationalError("server closed the connection"), 503, "The records cannot be reached at the moment"),
    ],
)
def test_what_goes_wrong_inside_is_not_told(
    problem: Exception, status: int, heading: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(edge, "who", fail)
    answer = quiet(Client()).get("/protocol/")
    assert answer.status_code == status
    said = answer.content.decode()
    assert Page(said).headings == [heading]
    for word in ("Traceback", "secret", "07700", "closed the connection", "Boom", "Error"):
        assert word not in said
    assert_headers({key.lower(): value for key, value in answer.headers.items()})


def test_even_without_any_page_something_calm_is_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Boom

    monkeypatch.setattr(edge, "who", fail)
    monkeypatch.setattr("afterglow.site.errors.render", fail)
    answer = quiet(Client()).get("/protocol/")
    assert answer.status_code == 500
    assert Page(answer.content.decode()).headings == ["This is not working"]


def test_anothers_patient_is_byte_for_byte_like_nobody(cast: Cast) -> None:
    stranger, browser = maya(cast_of("tern-house")), signed_in(cast.priya)
    theirs = browser.get(f"/patients/{stranger.ref}/details/")
    nobodys = browser.get("/patients/AAAAAAAAAAAAAAAAAAAAAA/details/")
    nowhere = browser.get("/nothing/here/")
    assert theirs.status_code == nobodys.status_code == nowhere.status_code == 404
    assert theirs.content == nobodys.content == nowhere.content
    assert theirs.headers == nobodys.headers
