"""A link opens the one thing it was sent for, for whoever holds it, until that is done (M12, M13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from afterglow.ground.access.recent import forget_everything
from afterglow.record.contact import actions as contact
from afterglow.record.contact.due import send_one
from afterglow.record.contact.models import QUESTIONNAIRE, READINESS, Link, Message
from afterglow.record.outcomes.actions import asking
from afterglow.record.outcomes.models import Answer, Request
from afterglow.record.people.models import Patient
from afterglow.site import edge
from tests.laws.routes import Route, routes
from tests.laws.watching import everything, watched
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz
from tests.signing_in import Postbox

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
QUESTION = "/answer/questionnaire/question/{}/"
ITEMS = [*(str(number) for number in range(1, 10)), "difficulty"]


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget_everything()
    cache.clear()
    yield
    forget_everything()
    cache.clear()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Requests happen at NOW; call it to let them happen at another time."""

    def move(now: datetime) -> None:
        monkeypatch.setattr(edge, "clinic_now", lambda: now)

    move(NOW)
    return move


@pytest.fixture
def cast(at: Callable[[datetime], None]) -> Cast:
    return cast_of()


def asked(cast: Cast, patient: Patient, instrument: str = "phq-9") -> tuple[Request, str]:
    """A questionnaire, and the path of the link to it."""
    request = asking.ask(patient=patient, instrument=instrument, due_at=NOW + WEEK, by=cast.priya, now=NOW)
    found = re.search(r"(/l/[\w-]+)", Message.objects.latest("pk").text)
    assert found is not None
    return request, found[1]


def holder(link: str) -> Client:
    """A browser in which somebody has opened a link."""
    browser = Client()
    assert browser.get(link).status_code == 302
    return browser


def asks_to_sign_in(browser: Client, path: str) -> bool:
    answer = browser.get(path)
    return answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")


# The token


def test_a_token_is_256_bits_and_never_the_same(cast: Cast) -> None:
    patient, tokens = maya(cast), set()
    for _ in range(50):
        _, token = contact.make_link(
            patient=patient, purpose=QUESTIONNAIRE, about="x", expires_at=NOW + WEEK, by=cast.priya, now=NOW
        )
        tokens.add(token)
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {43}, "32 bytes in base 64"


def test_once_the_letter_is_out_its_token_stands_nowhere_here(cast: Cast) -> None:
    _, link = asked(cast, maya(cast))
    token, box = link.removeprefix("/l/"), Postbox()
    assert send_one(Message.objects.get(), box, NOW)
    assert link in box.letters[0].text
    kept = [str(row) for model in (Message, Link) for row in model.objects.values_list()]
    assert [row for row in kept if token in row] == []
    assert holder(link).get("/answer/questionnaire/").status_code == 302, "it works all the same"


def test_opening_a_link_changes_nothing(cast: Cast) -> None:
    _, link = asked(cast, maya(cast))
    before, browser = everything(), Client()
    with watched() as watch:
        for _ in range(3):
            browser.get(link)
            browser.head(link)
    assert watch.writes == []
    assert everything() == before


# What it opens


def elsewhere() -> list[Route]:
    """Every address but the open ones and those a link is for."""
    return [
        route
        for route in routes()
        if route.entrance and not route.entrance.is_open and not route.pattern.startswith("answer/")
    ]


def test_it_opens_nothing_but_what_links_are_for(cast: Cast) -> None:
    _, link = asked(cast, maya(cast))
    browser, let_in = holder(link), []
    assert browser.get(QUESTION.format("1")).status_code == 200
    for route in elsewhere():
        path = route.path_to(maya_ref())
        let_in += [] if asks_to_sign_in(browser, path) else [path]
    assert let_in == []
    assert len(elsewhere()) > 80


def maya_ref() -> str:
    return str(Patient.objects.get(given_names="Maya").ref)


def test_a_link_for_a_questionnaire_opens_no_readiness_check_nor_the_other_way_round(cast: Cast) -> None:
    patient = maya(cast)
    request, link = asked(cast, patient)
    _, token = contact.make_link(
        patient=patient, purpose=READINESS, about=request.ref, expires_at=NOW + WEEK, by=cast.priya, now=NOW
    )
    for path in ("/answer/readiness/", "/answer/readiness/end/", "/answer/readiness/fasting/"):
        assert holder(link).get(path).status_code == 404, path
        assert holder(link).post(path, {"answer": "yes"}).status_code in (404, 405), path
    for path in ("/answer/questionnaire/", QUESTION.format("1"), "/answer/questionnaire/check/"):
        assert holder(f"/l/{token}").get(path).status_code == 404, path
    assert holder(f"/l/{token}").post(QUESTION.format("1"), {"answer": "1"}).status_code == 404
    assert not Answer.objects.exists()


def test_it_writes_into_its_own_questionnaire_only(cast: Cast) -> None:
    (mine, link), (theirs, _) = asked(cast, maya(cast)), asked(cast, tomasz(cast))
    other, _ = asked(cast, Patient.objects.get(given_names="Maya"), "gad-7")
    data = {"answer": "1", "request": theirs.ref, "ref": theirs.ref, "patient_shown": theirs.patient.ref}
    assert holder(link).post(f"{QUESTION.format('1')}?ref={theirs.ref}", data).status_code == 302
    assert list(Answer.objects.values_list("request_id", flat=True)) == [mine.pk]
    assert other.pk != mine.pk


def test_a_link_into_another_clinic_is_made_by_nobody(cast: Cast) -> None:
    """Should a row point across, by whatever fault, it opens nothing."""
    next_door = cast_of("tern-house")
    stranger, _ = asked(next_door, maya(next_door))
    _, token = contact.make_link(
        patient=maya(cast), purpose=QUESTIONNAIRE, about=stranger.ref, expires_at=NOW + WEEK, by=cast.priya, now=NOW
    )
    assert holder(f"/l/{token}").get("/answer/questionnaire/").status_code == 404


def test_whoever_signed_in_keeps_their_own_place_beside_a_link(cast: Cast) -> None:
    _, link = asked(cast, tomasz(cast))
    browser = signed_in(as_patient(maya(cast)))
    browser.get(link)
    page = browser.get("/my/").content.decode()
    assert "Okonjo" in page or "Maya" in page
    assert "Tomasz" not in page


# Its end


def test_once_everything_is_sent_in_it_opens_nothing_and_its_cookie_neither(cast: Cast) -> None:
    _, link = asked(cast, maya(cast))
    browser, second = holder(link), holder(link)
    for item in ITEMS:
        browser.post(QUESTION.format(item), {"answer": "0"})
    assert "/thanks/" in browser.post("/answer/questionnaire/check/").headers["Location"]
    for one in (browser, second):
        assert asks_to_sign_in(one, QUESTION.format("1"))
        assert one.post(QUESTION.format("1"), {"answer": "3"}).status_code == 302
    assert sorted(set(Answer.objects.values_list("value", flat=True))) == [0]
    assert browser.get(link).status_code == 410


def test_used_expired_and_unknown_links_are_byte_for_byte_the_same(cast: Cast, at: Callable[[datetime], None]) -> None:
    request, link = asked(cast, maya(cast))
    at(request.expires_at)
    over = [Client().get(path) for path in (link, "/l/invented", "/l/" + "A" * 43, "/l/" + "x" * 2000)]
    assert {answer.status_code for answer in over} == {410}
    assert len({answer.content for answer in over}) == 1
    assert asks_to_sign_in_after(link, at, request)


def asks_to_sign_in_after(link: str, at: Callable[[datetime], None], request: Request) -> bool:
    """A cookie got in time opens nothing once the time is over."""
    at(NOW)
    browser = holder(link)
    at(request.expires_at)
    return asks_to_sign_in(browser, QUESTION.format("1"))


# Its cookie


def test_the_cookie_goes_to_the_links_own_pages_alone_and_no_script_reads_it(cast: Cast) -> None:
    _, link = asked(cast, maya(cast))
    cookie = Client()
    cookie.get(link)
    kept = cookie.cookies["link"]
    assert (kept["path"], kept["httponly"], kept["samesite"], kept["domain"]) == ("/answer/", True, "Lax", "")
    assert link.removeprefix("/l/") not in kept.value


def test_a_cookie_that_was_tampered_with_opens_nothing(cast: Cast) -> None:
    (_, mine), (_, theirs) = asked(cast, maya(cast)), asked(cast, tomasz(cast))
    own, other = (holder(link).cookies["link"].value for link in (mine, theirs))
    ref, rest = own.partition(":")[0], own.partition(":")[2]
    other_ref = other.partition(":")[0]
    tampered = [f"{other_ref}:{rest}", ref, f"{ref}:", f"A{own}", own[:-1], own[::-1], "", ":::", "\x00", "é" * 10]
    for value in tampered:
        browser = Client()
        browser.cookies["link"] = value
        assert asks_to_sign_in(browser, QUESTION.format("1")), value
    browser = Client()
    browser.cookies["link"] = own
    assert browser.get(QUESTION.format("1")).status_code == 200


# Forms that anybody may send


def test_a_form_for_anybody_is_taken_ten_times_an_hour_from_one_address(cast: Cast) -> None:
    open_forms = [route for route in routes() if route.name == "referral:ask"]
    path = open_forms[0].path.replace("nothing", "solent-mind")
    said = [Client(REMOTE_ADDR="10.1.1.1").post(path, {}).status_code for _ in range(12)]
    assert 429 not in said[:10]
    assert said[10:] == [429, 429]
    assert Client(REMOTE_ADDR="10.1.1.2").post(path, {}).status_code != 429
    assert Client(REMOTE_ADDR="10.1.1.1").get(path).status_code != 429, "reading is not counted"
