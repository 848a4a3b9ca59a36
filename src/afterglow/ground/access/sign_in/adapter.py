"""How Afterglow wants allauth to behave: nobody signs up by themselves, and codes go straight out, never stored."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from afterglow.ground.access.models import new_ref
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


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The parts of signing in that are ours."""

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

    def add_message(self, *_: Any, **__: Any) -> None:
        """Say nothing in passing: the next page shows what has happened."""


def in_background(work: Callable[[], None]) -> None:
    """Do something beside the request."""
    threading.Thread(target=work, daemon=True, name="sign-in mail").start()


def _send(letter: Letter) -> None:
    try:
        chosen.mail().send(letter)
    except (TryAgain, WillNotTake) as problem:
        log.warning("a sign-in message could not be sent: %s", problem)
