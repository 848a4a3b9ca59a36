"""How Afterglow wants allauth to behave: nobody signs up by themselves, and codes go straight out, never stored."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponseBase

from afterglow.ground.access.models import Account, new_ref
from afterglow.ground.access.sign_in.noting import account_with, note, noting_refusal
from afterglow.ground.audit.sign_ins import What
from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.message import Letter, TryAgain, WillNotTake

log = logging.getLogger(__name__)

_WORDS = {
    "account/email/login_code": (
        "Your code to sign in",
        "Your code is {code}. It works for 10 minutes, on the page that asked for it.\n\n"
        "If you did not ask for it, somebody may have typed your address by mistake. Nothing has happened.",
    ),
}
_ELSE = ("Your sign-in", "The way you sign in was changed. If it was not you, tell the clinic at once.")


_MEANS = {
    "password": "password",
    "code": "code by e-mail",
    "totp": "authenticator",
    "webauthn": "passkey",
    "recovery_codes": "recovery code",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The parts of signing in that are ours."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "incorrect_code": "The code is not right.",
        "incorrect_password": "The password is not right.",
        "rate_limited": "There were too many tries. Wait a quarter of an hour, then try again.",
        "too_many_login_attempts": "There were too many tries. Wait a quarter of an hour, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody: patients are given an account by the clinic, staff are invited."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a code or a notice at once: it never stands in the outbox, where it could be read later.

        The page does not wait for the mail server, and says the same when it is out of order: otherwise both would
        tell which addresses are known here.
        """
        subject, text = _WORDS.get(template_prefix, _ELSE)
        if template_prefix == "account/email/unknown_account":
            return
        letter = Letter(email, subject, text.format(code=context.get("code", "")), reference=new_ref())
        in_background(lambda: _send(letter))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before a password is looked at: not after too many tries, which is written down."""
        with noting_refusal(how="password", **_whose(request, credentials)):
            super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A password that is not right is written down."""
        note(What.TURNED_AWAY, how="password", **_whose(request, credentials))

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponseBase:
        """So is somebody whose account was closed."""
        note(What.TURNED_AWAY, how="closed account", account_id=user.pk)
        response: HttpResponseBase = super().respond_user_inactive(request, user)
        return response

    def post_login(self, request: HttpRequest, user: Account, **about: Any) -> HttpResponseBase:
        """Somebody is in: written down with every means they showed."""
        shown = [str(one.get("type") or one["method"]) for one in get_authentication_records(request, user)]
        how = ", ".join(dict.fromkeys(_MEANS.get(one, one) for one in shown))
        note(What.CAME_IN, how=how, account_id=user.pk)
        response: HttpResponseBase = super().post_login(request, user, **about)
        return response

    def add_message(self, *_: Any, **__: Any) -> None:
        """Say nothing in passing: the next page shows what has happened."""


def _whose(request: HttpRequest, credentials: dict[str, Any]) -> dict[str, Any]:
    """Whose password is tried: that of whoever has signed in already, or of the address that was typed."""
    if request.user.is_authenticated:
        return {"account_id": request.user.pk}
    typed = str(credentials.get("email", ""))
    return {"account_id": account_with(typed), "typed": typed}


def in_background(work: Callable[[], None]) -> None:
    """Do something beside the request."""
    threading.Thread(target=work, daemon=True, name="sign-in mail").start()


def _send(letter: Letter) -> None:
    try:
        chosen.mail().send(letter)
    except (TryAgain, WillNotTake) as problem:
        log.warning("a sign-in message could not be sent: %s", problem)
