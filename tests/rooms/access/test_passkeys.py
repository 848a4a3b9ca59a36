"""Whatever a stranger sends as a passkey's answer is turned away, and is no failure of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from fido2.utils import websafe_encode
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from afterglow.ground.access.models import Account
from afterglow.ground.audit.models import SignIn
from tests.people import cast_of, signed_in
from tests.signing_in import PASSWORD, with_authenticator

# What a browser sends, each part of it right, missing, of another kind, or of other bytes.
text = some.one_of(some.binary(max_size=80).map(websafe_encode), some.text(max_size=12))
anything = some.one_of(text, some.none(), some.integers(), some.lists(text, max_size=2), some.just({}))
client_data = some.fixed_dictionaries(
    {"type": some.sampled_from(["webauthn.get", "webauthn.create"]), "challenge": text, "origin": text}
).map(lambda said: websafe_encode(json.dumps(said).encode()))
part = some.one_of(anything, client_data)
KEYS = ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject")
response = some.one_of(anything, some.dictionaries(some.sampled_from(KEYS), part))
identity = some.shared(text, key="id")
credential = some.one_of(
    anything,
    some.fixed_dictionaries(
        {"id": identity, "rawId": identity, "response": response, "type": some.just("public-key")},
        optional={"clientExtensionResults": anything},
    ),
    some.dictionaries(some.sampled_from(("id", "rawId", "response", "type")), some.one_of(anything, response)),
)


class Passkeys(TestCase):
    """Hypothesis gives each example a transaction of its own."""

    @settings(max_examples=100)
    @given(sent=credential)
    def test_nobody_comes_in_by_what_is_no_passkey(self, sent: Any) -> None:
        cache.clear()
        stranger = Client()
        stranger.get("/sign-in/passkey/", headers={"X-Requested-With": "XMLHttpRequest"})
        answer = stranger.post("/sign-in/passkey/", {"credential": json.dumps(sent)})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/staff/?passkey=not-taken")
        assert not SignIn.objects.filter(what="came in").exists()

    @settings(max_examples=30)
    @given(sent=credential)
    def test_nor_past_the_second_step(self, sent: Any) -> None:
        cache.clear()
        account = Account.objects.get(pk=cast_of().priya.account_id)
        with_authenticator(account)
        browser = Client()
        browser.post("/sign-in/staff/", {"login": account.email, "password": PASSWORD})
        browser.get("/sign-in/second/")
        assert browser.post("/sign-in/second/", {"credential": json.dumps(sent)}).status_code == 422
        assert browser.get("/today/").status_code == 302

    @settings(max_examples=30)
    @given(sent=credential)
    def test_and_none_is_added_of_it(self, sent: Any) -> None:
        cache.clear()
        browser = signed_in(cast_of().priya)
        browser.get("/account/passkeys/add/")
        answer = browser.post("/account/passkeys/add/", {"credential": json.dumps(sent), "name": "Mine"})
        assert answer.status_code == 422


@pytest.mark.django_db
def test_an_empty_answer_is_told(client: Client) -> None:
    browser = signed_in(cast_of().priya)
    answer = browser.post("/account/passkeys/add/", {"name": "Mine"})
    assert answer.status_code == 422
    assert answer.content.decode().count("The browser made no passkey. Try it once more.") >= 1


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["0", "false", "1", "[]", "{}", '""', "null"])
def test_nothing_is_no_passkey_however_it_is_written(sent: str) -> None:
    browser = signed_in(cast_of().priya)
    browser.get("/account/passkeys/add/")
    assert browser.post("/account/passkeys/add/", {"name": "Mine", "credential": sent}).status_code == 422
    assert not Authenticator.objects.exists()
