"""The demo's doors open only in a demo, only on a database made for one, and only to a browser on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from afterglow.demo import restoring
from afterglow.demo.guard import PASSED_ON
from afterglow.ground.access.models import Installation
from afterglow.ground.access.recent import forget_everything
from afterglow.ground.gateways.payments.payment import CREATED
from afterglow.ground.gateways.payments.stub.demo import demo_stub
from afterglow.ground.gateways.payments.stub.drawer import KeptPayment
from afterglow.site import urls as of_the_site
from tests.laws.pages import Page
from tests.laws.routes import NOBODY, routes
from tests.people import NOW, Cast, cast_of, signed_in

pytestmark = pytest.mark.django_db

CARD, MEETING = f"/demo/card/{NOBODY}/", f"/demo/online-meeting/{NOBODY}/"
GETS = ("/demo/", "/demo/messages/", MEETING, CARD)
POSTS = ("/demo/as/", "/demo/clock/", "/demo/back/", f"{CARD}finish/")
DOORS = (*GETS, *POSTS)


@pytest.fixture(autouse=True)
def a_demo(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Demo settings; nothing is really put back."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.laws.demo_addresses"
    settings.ALLOWED_HOSTS = ["localhost"]
    monkeypatch.setattr(restoring, "put_everything_back", lambda: None)
    forget_everything()
    yield
    forget_everything()


@pytest.fixture
def marked(a_demo: None) -> Cast:
    """A database that says it was made for a demo, with somebody to be."""
    Installation.objects.create(demo=True)
    drawer = demo_stub(NOW).till.drawer
    if drawer.payment(NOBODY) is None:
        drawer.add(KeptPayment(NOBODY, "larkfield", "r", "d", 100, "/", NOW, CREATED))
    return cast_of()


def here(**more: Any) -> Client:
    """A browser on this machine."""
    return Client(headers={"Host": "localhost"}, **more)


def ask(browser: Client, path: str, **more: Any) -> int:
    """The status; a POST asks to be Priya."""
    if path in GETS:
        return browser.get(path, **more).status_code
    data = {"as": "larkfield:priya", "jump": "tomorrow"}
    return browser.post(path, data, **more).status_code


def test_they_open_where_they_should(marked: Cast) -> None:
    assert {path: ask(here(), path) for path in DOORS} == {
        "/demo/": 200, "/demo/messages/": 200, MEETING: 200, CARD: 200,
        "/demo/as/": 302, "/demo/clock/": 302, "/demo/back/": 302, f"{CARD}finish/": 200
    }  # fmt: skip


def without_settings(settings: Any) -> None:
    settings.DEMO = False


def without_mark(settings: Any) -> None:
    row = Installation.objects.get()
    row.demo = False
    row.save()


def without_a_row(settings: Any) -> None:
    Installation.objects.all().delete()


@pytest.mark.parametrize("take_away", [without_settings, without_mark, without_a_row])
def test_each_of_the_three_is_needed(marked: Cast, take_away: Callable[[Any], None], settings: Any) -> None:
    take_away(settings)
    assert {ask(here(), path) for path in DOORS} == {404}


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.1", "8.8.8.8", "::2", "127.0.0.1.evil.example", "", "0"])
def test_from_another_machine_they_are_not_there(marked: Cast, address: str) -> None:
    assert {ask(here(REMOTE_ADDR=address), path) for path in DOORS} == {404}


@pytest.mark.parametrize("name", PASSED_ON)
@pytest.mark.parametrize("value", ["127.0.0.1", "8.8.8.8", "for=127.0.0.1", "localhost", ""])
def test_what_was_passed_on_cannot_say_that_it_comes_from_here(marked: Cast, name: str, value: str) -> None:
    browser = Client(headers={"Host": "localhost", name: value})
    assert {ask(browser, path) for path in DOORS} == {404}
    far = Client(headers={"Host": "localhost", name: value}, REMOTE_ADDR="8.8.8.8")
    assert {ask(far, path) for path in DOORS} == {404}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8000"]
)
def test_a_name_that_only_leads_here_is_refused(marked: Cast, host: str) -> None:
    """A page elsewhere may let its own name point at this machine: the browser then asks under that name."""
    assert {ask(Client(headers={"Host": host}), path) for path in DOORS} == {400}


def test_what_changes_something_is_posted_with_its_token(marked: Cast) -> None:
    browser = here(enforce_csrf_checks=True)
    assert {ask(browser, path) for path in POSTS} == {403}
    assert {browser.get(path).status_code for path in POSTS} == {405}
    page = Page(browser.get("/demo/").content.decode())
    token = page.posted[0].filled_in()["csrfmiddlewaretoken"][0]
    data = {"as": "larkfield:priya", "csrfmiddlewaretoken": token}
    assert browser.post("/demo/as/", data, headers={"Origin": "http://evil.example"}).status_code == 403
    assert browser.post("/demo/as/", data).status_code == 302


def test_a_button_makes_somebody_of_that_clinic_and_nobody_else(marked: Cast) -> None:
    browser = here()
    browser.post("/demo/as/", {"as": "larkfield:priya"})
    assert browser.get("/protocol/").status_code == 200
    for nobody in ("larkfield:nobody", "nowhere:priya", "", ":", "larkfield:", "larkfield:priya@larkfield.example"):
        assert here().post("/demo/as/", {"as": nobody}).status_code == 404, nobody


def test_a_session_of_a_demo_is_worth_nothing_once_the_demo_is_over(marked: Cast, settings: Any) -> None:
    browser = here()
    browser.post("/demo/as/", {"as": "larkfield:priya"})
    assert browser.get("/patients/").status_code == 200
    settings.DEMO = False
    assert browser.get("/patients/").status_code == 403


def test_outside_a_demo_the_doors_are_no_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = of_the_site.__name__
    assert [route.name for route in routes() if route.name.startswith("demo:")] == []
    assert [path for path in DOORS if Client(headers={"Host": "localhost"}).get(path).status_code != 404] == []


def test_every_door_of_the_demo_is_tried_here() -> None:
    named = {route.path for route in routes() if route.name.startswith("demo:")}
    assert named == set(DOORS)
    assert all(resolve(path).namespace == "demo" for path in DOORS)


def test_signing_in_as_staff_elsewhere_still_takes_a_key(marked: Cast, settings: Any) -> None:
    """The demo's doors are the only place where a button stands for one."""
    settings.DEMO = False
    browser = signed_in(marked.priya)
    session = browser.session
    session["account_authentication_methods"], session["demo"] = [{"method": "password"}], True
    session.save()
    assert browser.get("/patients/", headers={"Host": "localhost"}).status_code == 403
