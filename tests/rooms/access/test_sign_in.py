"""Patients sign in by a code sent to their mailbox; staff by a passkey, or by password and authenticator."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from afterglow.ground.access.models import Account
from afterglow.ground.access.sign_in.views import welcome_path
from tests.people import Cast, cast_of, maya, signed_in
from tests.signing_in import PASSWORD, Postbox, code_now, letters_kept, with_authenticator

pytestmark = pytest.mark.django_db


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with letters_kept(monkeypatch) as box:
        yield box


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def test_a_patient_signs_in_with_a_code(cast: Cast, postbox: Postbox) -> None:
    patient = maya(cast)
    browser = Client()
    asked = browser.post("/sign-in/", {"email": patient.email})
    assert asked.headers["Location"].startswith("/sign-in/code/")
    (letter,) = postbox.letters
    assert letter.address == patient.email
    assert "Larkfield" not in letter.text
    done = browser.post("/sign-in/code/", {"code": postbox.code})
    assert done.status_code == 302
    assert browser.get("/").headers["Location"] == "/my/"


def test_a_wrong_code_says_so_and_lets_nobody_in(cast: Cast, postbox: Postbox) -> None:
    browser = Client()
    browser.post("/sign-in/", {"email": maya(cast).email})
    refused = browser.post("/sign-in/code/", {"code": "000000"})
    assert refused.status_code == 422
    assert refused.content.decode().count("The code is not right.") == 2, "in the summary and beside the field"
    assert browser.get("/").headers["Location"] == "/sign-in/"


def test_another_address_can_be_tried_at_once(cast: Cast, postbox: Postbox) -> None:
    browser = Client()
    browser.post("/sign-in/", {"email": "mya@home.example"})
    assert 'action="/sign-out/"' in browser.get("/sign-in/code/").content.decode()
    browser.post("/sign-out/")
    browser.post("/sign-in/", {"email": maya(cast).email})
    browser.post("/sign-in/code/", {"code": postbox.code})
    assert browser.get("/").headers["Location"] == "/my/"


def test_no_code_is_ever_sent_to_staff_and_the_page_does_not_tell(cast: Cast, postbox: Postbox) -> None:
    email = Account.objects.get(pk=cast.priya.account_id).email
    for address in (email, "nobody@nowhere.example"):
        asked = Client().post("/sign-in/", {"email": address})
        assert asked.headers["Location"].startswith("/sign-in/code/")
    assert postbox.letters == []


def test_a_password_alone_lets_staff_do_nothing_but_add_a_second_factor(cast: Cast) -> None:
    account = Account.objects.get(pk=cast.priya.account_id)
    browser = Client()
    welcomed = browser.post(welcome_path(account), {"password": PASSWORD, "again": PASSWORD})
    assert welcomed.headers["Location"] == "/account/"
    assert browser.get("/account/").status_code == 200
    assert browser.get("/patients/").status_code == 403
    assert browser.get("/today/").status_code == 403


def test_an_invitation_works_once(cast: Cast) -> None:
    account = Account.objects.get(pk=cast.priya.account_id)
    path = welcome_path(account)
    Client().post(path, {"password": PASSWORD, "again": PASSWORD})
    assert Client().get(path).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "too short"),
        (PASSWORD, PASSWORD + "x", "The two passwords differ."),
        ("", "", "Choose a password"),
    ],
)
def test_a_bad_password_is_told_beside_the_field(cast: Cast, password: str, again: str, words: str) -> None:
    account = Account.objects.get(pk=cast.priya.account_id)
    answer = Client().post(welcome_path(account), {"password": password, "again": again})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_password_and_authenticator_let_staff_in(cast: Cast) -> None:
    account = Account.objects.get(pk=cast.priya.account_id)
    secret, browser = with_authenticator(account), Client()
    first = browser.post("/sign-in/staff/", {"login": account.email, "password": PASSWORD})
    assert first.headers["Location"].startswith("/sign-in/second/")
    assert browser.get("/patients/").status_code == 302
    assert browser.get("/sign-in/second/").status_code == 200
    browser.post("/sign-in/second/", {"code": code_now(secret)})
    assert browser.get("/patients/").status_code == 200


def test_signing_out_ends_the_session_itself(cast: Cast, postbox: Postbox) -> None:
    browser = Client()
    browser.post("/sign-in/", {"email": maya(cast).email})
    browser.post("/sign-in/code/", {"code": postbox.code})
    kept = browser.cookies["session"].value
    browser.post("/sign-out/")
    thief = Client()
    thief.cookies["session"] = kept
    assert thief.get("/").headers["Location"] == "/sign-in/"


def second_step(cast: Cast) -> Client:
    account, browser = Account.objects.get(pk=cast.priya.account_id), Client()
    with_authenticator(account)
    browser.post("/sign-in/staff/", {"login": account.email, "password": PASSWORD})
    return browser


@pytest.mark.parametrize(
    ("door", "path", "missing"),
    [
        (lambda _: Client(), "/sign-in/", ["Type your e-mail address."]),
        (lambda _: Client(), "/sign-in/staff/", ["Type your e-mail address.", "Type your password."]),
        (second_step, "/sign-in/second/", ["Type the code."]),
        (lambda cast: signed_in(cast.tom), "/account/authenticator/", ["Type the code that the app shows."]),
    ],
    ids=["patient", "staff", "second step", "new authenticator"],
)
def test_each_field_left_empty_is_named_once_above_and_once_beside_it(
    cast: Cast, postbox: Postbox, door: Callable[[Cast], Client], path: str, missing: list[str]
) -> None:
    answer = door(cast).post(path, {"code": ""} if path == "/sign-in/second/" else {})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [page.count(words) for words in missing] == [2] * len(missing)
    assert "This field is required" not in page
    assert page.count("<title>Error: ") == 1


def test_a_passkey_that_is_not_taken_says_so(cast: Cast, postbox: Postbox) -> None:
    browser = Client()
    refused = browser.post("/sign-in/passkey/", {"credential": '{"id": "x"}'})
    assert refused.status_code == 302
    assert "That passkey was not taken" in browser.get(refused.headers["Location"]).content.decode()
    assert "That passkey was not taken" not in browser.get("/sign-in/staff/").content.decode()


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/staff/"])
def test_the_doors_are_our_own_pages(path: str) -> None:
    page = Client().get(path).content.decode()
    assert "<h1>Sign in" in page
    assert "Afterglow" in page or "afterglow.css" in page


def test_what_an_authenticator_knows_lies_encrypted_in_the_database(cast: Cast) -> None:
    account = Account.objects.get(pk=cast.priya.account_id)
    secret = with_authenticator(account)
    kept = Authenticator.objects.get(user=account).data["secret"]
    assert secret not in kept
    assert Authenticator.objects.get(user=account).wrap().validate_code(code_now(secret))
