"""A second person proves in place who they are, for one exact entry, once, within two minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from afterglow.ground.access import countersignature
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.models import Account
from afterglow.ground.access.roles import Permission
from tests.people import NOW, Cast, cast_of
from tests.signing_in import PASSWORD, letters_kept, sign_in_staff, with_authenticator

pytestmark = pytest.mark.django_db

PIN = "204816"
ENTRY = countersignature.entry_hash({"dose": 35_000, "weight": 70_000})


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def tom(cast: Cast) -> Account:
    account = Account.objects.get(pk=cast.tom.account_id)
    countersignature.set_pin(account=account, pin=PIN)
    return account


@pytest.fixture
def minute(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Real time is NOW; call it to let it be so many minutes later."""

    def at(minutes: int) -> None:
        monkeypatch.setattr(countersignature, "real_now", lambda: NOW + timedelta(minutes=minutes))

    at(0)
    return at


def prove(cast: Cast, account: Account, pin: str) -> None:
    countersignature.prove(account=account, pin=pin, by=cast.priya, needs=Permission.CHECK_DOSE)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def test_the_right_pin_of_another_person_is_proof(cast: Cast, tom: Account) -> None:
    prove(cast, tom, PIN)
    given = countersignature.countersign(account=tom, entry_sha256=ENTRY, by=cast.priya, now=NOW)
    used = countersignature.use(countersignature=given, entry_sha256=ENTRY, by=cast.priya, now=NOW)
    assert used == tom


def test_the_same_person_is_refused_and_nobody_can_override_it(cast: Cast) -> None:
    priya = Account.objects.get(pk=cast.priya.account_id)
    with pytest.raises(Refused) as refused:
        prove(cast, priya, PIN)
    assert codes(refused) == ["same-person"]
    assert refused.value.findings[0].interlock


def test_somebody_whose_role_may_not_check_doses_is_refused(cast: Cast) -> None:
    joanne = Account.objects.get(pk=cast.joanne.account_id)
    with pytest.raises(Refused) as refused:
        prove(cast, joanne, PIN)
    assert codes(refused) == ["second-not-allowed"]


def test_five_wrong_tries_lock_the_pin_for_a_quarter_of_an_hour(
    cast: Cast, tom: Account, minute: Callable[[int], None]
) -> None:
    for _ in range(5):
        with pytest.raises(Refused) as refused:
            prove(cast, tom, "000111")
        assert codes(refused) == ["pin-wrong"]
    minute(14)
    with pytest.raises(Refused) as refused:
        prove(cast, tom, PIN)
    assert codes(refused) == ["pin-locked"]
    minute(15)
    prove(cast, tom, PIN)


def test_the_right_pin_at_the_fifth_try_is_right_and_wipes_the_slate(cast: Cast, tom: Account) -> None:
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(Refused):
                prove(cast, tom, "000111")
        prove(cast, tom, PIN)


def test_tries_made_in_the_same_moment_are_counted_one_by_one(cast: Cast, tom: Account) -> None:
    """Each request read the account before any other had counted its try."""
    copies = [Account.objects.get(pk=tom.pk) for _ in range(20)]
    said = []
    for copy in copies:
        with pytest.raises(Refused) as refused:
            prove(cast, copy, "000111")
        said += codes(refused)
    assert said == ["pin-wrong"] * 5 + ["pin-locked"] * 15


def test_a_new_pin_is_chosen_only_by_whoever_shows_once_more_who_they_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tablet left open for a moment must not let a colleague choose the PIN they then sign with."""
    account = Account.objects.get(pk=cast.tom.account_id)
    secret, browser = with_authenticator(account), Client()
    with letters_kept(monkeypatch):
        sign_in_staff(browser, account, secret)
        refused = browser.post("/account/pin/", {"pin": PIN})
        assert refused.headers["Location"].startswith("/account/confirm/?next=")
        account.refresh_from_db()
        assert account.pin == ""
        browser.post(refused.headers["Location"], {"password": PASSWORD})
        assert browser.post("/account/pin/", {"pin": PIN}).headers["Location"] == "/account/"
    account.refresh_from_db()
    prove(cast, account, PIN)


@pytest.mark.parametrize(
    ("entry", "seconds", "code"),
    [
        (countersignature.entry_hash({"dose": 36_000, "weight": 70_000}), 0, "other-entry"),
        (ENTRY, 121, "too-old"),
    ],
)
def test_a_signature_is_good_for_its_entry_for_two_minutes(
    cast: Cast, tom: Account, entry: str, seconds: int, code: str
) -> None:
    given = countersignature.countersign(account=tom, entry_sha256=ENTRY, by=cast.priya, now=NOW)
    with pytest.raises(Refused) as refused:
        countersignature.use(
            countersignature=given, entry_sha256=entry, by=cast.priya, now=NOW + timedelta(seconds=seconds)
        )
    assert codes(refused) == [code]


def test_a_signature_is_spent_once(cast: Cast, tom: Account) -> None:
    given = countersignature.countersign(account=tom, entry_sha256=ENTRY, by=cast.priya, now=NOW)
    countersignature.use(countersignature=given, entry_sha256=ENTRY, by=cast.priya, now=NOW)
    with pytest.raises(Refused) as refused:
        countersignature.use(countersignature=given, entry_sha256=ENTRY, by=cast.priya, now=NOW)
    assert codes(refused) == ["already-used"]


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12a456", "111111", "112112"])
def test_a_pin_is_six_digits_at_least_three_different(tom: Account, pin: str) -> None:
    with pytest.raises(Refused):
        countersignature.set_pin(account=tom, pin=pin)
