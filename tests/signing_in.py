"""Signing in through the real doors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from afterglow.ground.access.models import Account
from afterglow.ground.access.sign_in import adapter
from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.message import Letter

PASSWORD = "lantern harbour seventeen"


@dataclass
class Postbox:
    """A gateway that keeps what it is given."""

    letters: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)

    @property
    def code(self) -> str:
        """The code in the last letter."""
        return next(word.strip(".") for word in self.letters[-1].text.split() if word.strip(".").isdigit())


@contextmanager
def letters_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """Codes are kept here, at once; tries of earlier tests are forgotten."""
    box = Postbox()
    monkeypatch.setattr(chosen, "mail", lambda: box)
    monkeypatch.setattr(adapter, "in_background", lambda send: send())
    cache.clear()
    yield box
    cache.clear()


def with_authenticator(account: Account) -> str:
    """Give an account the usual password and an authenticator; returns its secret."""
    account.set_password(PASSWORD)
    account.save()
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


def code_now(secret: str) -> str:
    """What the authenticator shows."""
    _, counter, _ = yield_hotp_counters_from_time()
    return f"{hotp_value(secret, counter):06d}"


def sign_in_staff(browser: Client, account: Account, secret: str, *, leading_to: str = "") -> str:
    """Password, then authenticator; returns where it leads."""
    door = f"/sign-in/staff/?next={leading_to}" if leading_to else "/sign-in/staff/"
    browser.post(door, {"login": account.email, "password": PASSWORD})
    return str(browser.post("/sign-in/second/", {"code": code_now(secret)}).headers["Location"])


def sign_in_patient(browser: Client, email: str, box: Postbox) -> None:
    """By a code from the mailbox."""
    browser.post("/sign-in/", {"email": email})
    browser.post("/sign-in/code/", {"code": box.code})
