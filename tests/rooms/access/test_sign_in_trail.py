"""Every coming in, every refusal and every end of a session is written down, without an address or a secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from afterglow.ground.access import countersignature
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.models import Account
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.sign_in.session import STAFF_IDLE
from afterglow.ground.access.sign_in.views import welcome_path
from afterglow.ground.audit.models import SignIn
from afterglow.ground.kernel.clock import real_now
from tests.people import Cast, cast_of, maya, signed_in
from tests.signing_in import (
    PASSWORD,
    Postbox,
    code_now,
    letters_kept,
    sign_in_patient,
    sign_in_staff,
    with_authenticator,
)

pytestmark = pytest.mark.django_db

Written = list[tuple[int | None, str, str]]


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with letters_kept(monkeypatch) as box:
        yield box


@pytest.fixture
def cast(postbox: Postbox) -> Cast:
    return cast_of()


def written() -> Written:
    """Whose, how it ended, by which means."""
    return list(SignIn.objects.order_by("pk").values_list("account_id", "what", "how"))


def account_of(cast: Cast) -> Account:
    return Account.objects.get(pk=cast.priya.account_id)


def test_a_patient_comes_in_and_goes_out(cast: Cast, postbox: Postbox) -> None:
    patient, browser = maya(cast), Client()
    sign_in_patient(browser, patient.email, postbox)
    browser.post("/sign-out/")
    browser.post("/sign-out/")
    whose = patient.account_id
    assert written() == [(whose, "came in", "code by e-mail"), (whose, "went out", "by themselves")]


def test_staff_come_in_with_every_means_they_showed(cast: Cast) -> None:
    account, browser = account_of(cast), Client()
    sign_in_staff(browser, account, with_authenticator(account))
    assert written() == [(account.pk, "came in", "password, authenticator")]


def test_half_of_a_sign_in_is_not_one(cast: Cast) -> None:
    account, browser = account_of(cast), Client()
    with_authenticator(account)
    browser.post("/sign-in/staff/", {"login": account.email, "password": PASSWORD})
    assert written() == []


def test_an_invitation_is_a_way_in(cast: Cast) -> None:
    account = account_of(cast)
    Client().post(welcome_path(account), {"password": PASSWORD, "again": PASSWORD})
    assert written() == [(account.pk, "came in", "invitation and a new password")]


def wrong_password(browser: Client, account: Account, _: str) -> None:
    browser.post("/sign-in/staff/", {"login": account.email.upper(), "password": "a wrong one"})


def wrong_second_step(browser: Client, account: Account, _: str) -> None:
    browser.post("/sign-in/staff/", {"login": account.email, "password": PASSWORD})
    browser.post("/sign-in/second/", {"code": "12345"})


def wrong_passkey_as_second_step(browser: Client, account: Account, _: str) -> None:
    browser.post("/sign-in/staff/", {"login": account.email, "password": PASSWORD})
    browser.post("/sign-in/second/", {"credential": '{"id": "x"}'})


def wrong_password_again(browser: Client, account: Account, secret: str) -> None:
    sign_in_staff(browser, account, secret)
    browser.post("/account/confirm/?next=/account/pin/", {"password": "a wrong one"})


def wrong_code_again(browser: Client, account: Account, secret: str) -> None:
    sign_in_staff(browser, account, secret)
    browser.post("/account/confirm/code/?next=/account/pin/", {"code": "12345"})


def closed(browser: Client, account: Account, _: str) -> None:
    account.is_active = False
    account.save()
    browser.post("/sign-in/staff/", {"login": account.email, "password": PASSWORD})


@pytest.mark.parametrize(
    ("go_wrong", "how"),
    [
        (wrong_password, "password"),
        (wrong_second_step, "authenticator or recovery code"),
        (wrong_passkey_as_second_step, "passkey"),
        (wrong_password_again, "password"),
        (wrong_code_again, "authenticator or recovery code"),
        (closed, "closed account"),
    ],
)
def test_a_refusal_is_written_down_to_whose_it_is(
    cast: Cast, go_wrong: Callable[[Client, Account, str], None], how: str
) -> None:
    account = account_of(cast)
    go_wrong(Client(), account, with_authenticator(account))
    assert written()[-1:] == [(account.pk, "turned away", how)]
    assert [what for _, what, _ in written()].count("turned away") == 1


def test_a_wrong_code_is_its_mailboxs(cast: Cast, postbox: Postbox) -> None:
    patient, browser = maya(cast), Client()
    browser.post("/sign-in/", {"email": patient.email})
    browser.post("/sign-in/code/", {"code": "000000"})
    assert written() == [(patient.account_id, "turned away", "code by e-mail")]


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/sign-in/staff/", {"login": "nobody@nowhere.example", "password": "a wrong one"}),
        ("/sign-in/passkey/", {"credential": '{"id": "x"}'}),
    ],
)
def test_somebody_unknown_is_written_down_without_an_address(cast: Cast, path: str, typed: dict[str, str]) -> None:
    Client().post(path, typed)
    assert [(whose, what) for whose, what, _ in written()] == [(None, "turned away")]
    assert "nowhere" not in repr(SignIn.objects.values())


def test_an_unknown_mailbox_that_asked_for_a_code_is_written_down_like_a_known_one(cast: Cast) -> None:
    browser = Client()
    browser.post("/sign-in/", {"email": "nobody@nowhere.example"})
    browser.post("/sign-in/code/", {"code": "000000"})
    assert written() == [(None, "turned away", "code by e-mail")]


def test_tries_that_are_not_even_looked_at_are_written_down_as_held_up(cast: Cast) -> None:
    account = account_of(cast)
    for number in range(12):
        browser = Client(REMOTE_ADDR=f"10.0.0.{number}")
        browser.post("/sign-in/staff/", {"login": account.email, "password": "a wrong one"})
    ended = [what for _, what, _ in written()]
    assert ended == ["turned away"] * 10 + ["held up"] * 2


def test_a_session_left_idle_is_locked_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in(cast.priya)
    assert browser.get("/today/").status_code == 200
    later = real_now() + STAFF_IDLE + timedelta(minutes=1)
    monkeypatch.setattr("afterglow.site.edge.real_now", lambda: later)
    assert browser.get("/today/").status_code == 302
    assert browser.get("/today/").status_code == 302
    assert written() == [(cast.priya.account_id, "locked", "idle or over")]


def test_a_pin_beside_a_colleague_is_a_sign_in_too(cast: Cast) -> None:
    second = Account.objects.get(pk=cast.tom.account_id)
    countersignature.set_pin(account=second, pin="204816")
    for _ in range(6):
        with pytest.raises(Refused):
            countersignature.prove(account=second, pin="111222", by=cast.priya, needs=Permission.CHECK_DOSE)
    assert [what for _, what, _ in written()] == ["turned away"] * 5 + ["held up"]
    assert {whose for whose, _, _ in written()} == {second.pk}


def test_no_secret_and_no_address_stands_in_it(cast: Cast, postbox: Postbox) -> None:
    account, patient = account_of(cast), maya(cast)
    secret = with_authenticator(account)
    wrong_second_step(Client(), account, secret)
    cache.clear()
    sign_in_staff(Client(), account, secret)
    sign_in_patient(Client(), patient.email, postbox)
    kept = repr(list(SignIn.objects.values()))
    for private in (PASSWORD, "12345", code_now(secret), postbox.code, account.email, patient.email, "@"):
        assert private not in kept
