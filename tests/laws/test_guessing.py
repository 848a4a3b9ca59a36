"""Codes, passwords, authenticators and PINs cannot be guessed by trying, nor mailboxes found out (M22)."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from afterglow.ground.access.models import Account
from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.message import Letter, TryAgain
from afterglow.ground.kernel.clock import real_now
from afterglow.site.tallies import Tallies
from tests.laws.pages import Page, without_tokens
from tests.people import Cast, cast_of, maya
from tests.signing_in import PASSWORD, Postbox, code_now, letters_kept, sign_in_patient, with_authenticator

pytestmark = pytest.mark.django_db

MOST = 10
"""Wrong tries for one account in a quarter of an hour, whoever makes them."""


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with letters_kept(monkeypatch) as postbox:
        yield postbox


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, box: Postbox) -> Callable[[float], None]:
    """Real time, as the counting sees it, moves on by so many seconds when this is called."""
    moved = [0.0]
    monkeypatch.setattr("time.time", lambda: real_now().timestamp() + moved[0])

    def move(seconds: float) -> None:
        moved[0] += seconds

    return move


class Crowd:
    """Many machines, so that no limit for one address holds: only those for the account do."""

    def __init__(self) -> None:
        self.number = 0

    def browser(self) -> Client:
        self.number += 1
        return Client(REMOTE_ADDR=f"10.{self.number // 65536}.{self.number // 256 % 256}.{self.number % 256}")


def account_of(cast: Cast) -> Account:
    return Account.objects.get(pk=cast.priya.account_id)


def wrong(known: str) -> str:
    """A code that is not the one."""
    return f"{(int(known) + 1) % 1_000_000:06d}"


# Codes


def test_a_code_is_spent_after_three_wrong_tries(cast: Cast, box: Postbox) -> None:
    browser = Client()
    browser.post("/sign-in/", {"email": maya(cast).email})
    for _ in range(3):
        browser.post("/sign-in/code/", {"code": wrong(box.code)})
    browser.post("/sign-in/code/", {"code": box.code})
    assert browser.get("/").headers["Location"] == "/sign-in/"


def test_codes_are_sent_to_one_mailbox_five_times_in_a_quarter_of_an_hour(
    cast: Cast, box: Postbox, later: Callable[[float], None]
) -> None:
    crowd, email = Crowd(), maya(cast).email
    for _ in range(20):
        crowd.browser().post("/sign-in/", {"email": email})
    assert len(box.letters) == 5
    later(15 * 60 + 1)
    crowd.browser().post("/sign-in/", {"email": email})
    assert len(box.letters) == 6


def test_tries_are_counted_for_the_mailbox_whatever_code_and_browser(
    cast: Cast, box: Postbox, later: Callable[[float], None]
) -> None:
    crowd, email = Crowd(), maya(cast).email
    for tries in (3, 3, 3, 1):
        browser = crowd.browser()
        browser.post("/sign-in/", {"email": email})
        for _ in range(tries):
            browser.post("/sign-in/code/", {"code": wrong(box.code)})
    refused = browser.post("/sign-in/code/", {"code": box.code})
    assert "There were too many tries" in refused.content.decode()
    later(15 * 60 + 1)
    sign_in_patient(browser := crowd.browser(), email, box)
    assert browser.get("/my/").status_code == 200, "nobody is kept out for good"


# Passwords and authenticators


def test_ten_wrong_passwords_and_then_not_even_the_right_one(cast: Cast, later: Callable[[float], None]) -> None:
    account = account_of(cast)
    secret, crowd = with_authenticator(account), Crowd()
    for number in range(MOST):
        crowd.browser().post("/sign-in/staff/", {"login": account.email, "password": f"a wrong one, {number}"})
    right = {"login": account.email, "password": PASSWORD}
    assert crowd.browser().post("/sign-in/staff/", right).status_code == 422
    later(15 * 60 + 1)
    browser = crowd.browser()
    assert browser.post("/sign-in/staff/", right).headers["Location"].startswith("/sign-in/second/")
    browser.post("/sign-in/second/", {"code": code_now(secret)})
    assert browser.get("/protocol/").status_code == 200


def test_ten_wrong_codes_of_an_authenticator_and_then_not_even_the_right_one(
    cast: Cast, later: Callable[[float], None]
) -> None:
    account = account_of(cast)
    secret, crowd = with_authenticator(account), Crowd()

    def second_step(code: str) -> Client:
        browser = crowd.browser()
        browser.post("/sign-in/staff/", {"login": account.email, "password": PASSWORD})
        browser.post("/sign-in/second/", {"code": code})
        return browser

    for _ in range(MOST):
        second_step(wrong(code_now(secret)))
    assert second_step(code_now(secret)).get("/protocol/").status_code == 302
    later(15 * 60 + 1)
    assert second_step(code_now(secret)).get("/protocol/").status_code == 200


def test_the_code_of_an_authenticator_works_once(cast: Cast, box: Postbox) -> None:
    account = account_of(cast)
    code = code_now(with_authenticator(account))

    def second_step() -> int:
        browser = Client()
        browser.post("/sign-in/staff/", {"login": account.email, "password": PASSWORD})
        browser.post("/sign-in/second/", {"code": code})
        return browser.get("/protocol/").status_code

    assert (second_step(), second_step()) == (200, 302)


# Who has an account


def said(answer: HttpResponse) -> tuple[int, str, str]:
    return answer.status_code, answer.headers.get("Location", ""), without_tokens(answer.content.decode())


def mailboxes(cast: Cast) -> list[str]:
    """A patient's, a nurse's, one that is closed, and one that nobody knows."""
    closed = Account.objects.create_user("closed@home.example", is_active=False)
    return [maya(cast).email, account_of(cast).email, closed.email, "nobody@nowhere.example"]


def test_asking_for_a_code_tells_nobody_who_has_an_account(cast: Cast, box: Postbox) -> None:
    answers = set()
    for email in mailboxes(cast):
        browser = Client()
        asked = said(browser.post("/sign-in/", {"email": email}))
        page = said(browser.get("/sign-in/code/"))
        tries = tuple(said(browser.post("/sign-in/code/", {"code": "000000"})) for _ in range(3))
        answers.add((asked, page, tries))
    assert len(answers) == 1
    assert [letter.address for letter in box.letters] == ["maya@home.example"]


def test_a_wrong_password_tells_nobody_who_has_an_account(cast: Cast, box: Postbox) -> None:
    with_authenticator(account_of(cast))
    answers = set()
    for email in mailboxes(cast):
        answer = Client().post("/sign-in/staff/", {"login": email, "password": "a wrong one"})
        answers.add((answer.status_code, without_tokens(answer.content.decode()).replace(email, "")))
    assert len(answers) == 1


def test_a_mail_server_out_of_order_tells_nobody_either(
    cast: Cast, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OutOfOrder:
        def send(self, letter: Letter) -> None:
            raise TryAgain("nobody answers")

    monkeypatch.setattr(chosen, "mail", OutOfOrder)
    answers = {said(Client().post("/sign-in/", {"email": email})) for email in mailboxes(cast)}
    assert len(answers) == 1
    assert next(iter(answers))[0] == 302


def test_the_page_does_not_wait_for_the_mail_server(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """How long an answer takes would tell as well."""
    free, began = threading.Event(), threading.Event()

    class Slow:
        def send(self, letter: Letter) -> None:
            began.set()
            free.wait(10)

    monkeypatch.setattr(chosen, "mail", Slow)
    cache.clear()
    try:
        assert Client().post("/sign-in/", {"email": maya(cast).email}).status_code == 302
        assert began.wait(10)
    finally:
        free.set()


def test_too_many_tries_are_a_calm_page(cast: Cast, box: Postbox) -> None:
    answers = [Client().post("/sign-in/passkey/", {"credential": "{}"}) for _ in range(12)]
    assert answers[-1].status_code == 429
    assert Page(answers[-1].content.decode()).headings == ["Too many tries"]


# The counting itself


def test_what_is_added_twice_is_added_once(tmp_path: Path) -> None:
    """Two processes, each with eight threads, add the same keys: every key is added by exactly one of them."""
    program = f"""
import threading
from django.conf import settings
settings.configure()
from afterglow.ground.kernel.clock import real_now
from afterglow.site.tallies import Tallies
tallies, won = Tallies({str(tmp_path)!r}, {{}}), []
def add():
    for key in range(100):
        if tallies.add(f"key-{{key}}", True, 60):
            won.append(key)
threads = [threading.Thread(target=add) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*won)
"""
    running = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    won = [int(key) for process in running for key in process.communicate()[0].split()]
    assert [process.returncode for process in running] == [0, 0]
    assert sorted(won) == list(range(100))


def test_no_crowd_of_names_makes_it_forget(tmp_path: Path) -> None:
    tallies = Tallies(str(tmp_path), {})
    tallies.set("tries", [1.0, 2.0], 900)
    for number in range(1_000):
        tallies.set(f"somebody-{number}", [1.0], 900)
    assert tallies.get("tries") == [1.0, 2.0]
    tallies.set("over", True, -1)
    assert tallies.sweep() == 1
    assert len(list(tmp_path.glob("*.djcache"))) == 1_001
