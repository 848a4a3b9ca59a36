"""A session that is over is locked: nothing opens any more, and what was being typed is kept for whoever typed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from afterglow.ground.access.sign_in.noting import note
from afterglow.ground.access.sign_in.session import CHOSEN
from afterglow.ground.audit.sign_ins import What

LOCKED: Final = "locked"
"""The note in a fresh session of whose it was before it was locked, and what they had typed."""

SECRET: Final = frozenset({"csrfmiddlewaretoken", "password", "again", "pin", "code"})
"""Fields that are never kept; a form that has one of the last four is not kept at all."""

_MOST: Final = 100_000
"""Letters kept at most. No form of ours takes nearly as much."""


@dataclass(frozen=True)
class Typed:
    """What somebody sent from a page after their session was over: where to, and every field."""

    path: str
    fields: Sequence[tuple[str, str]]

    @property
    def texts(self) -> Sequence[str]:
        """What they wrote in words, to be read before it is sent."""
        return [value for name, value in self.fields if len(value.split()) > 1]


def lock(request: HttpRequest, *, staff: bool) -> None:
    """End the session of a request. Its cookie is worth nothing from here on; a fresh one knows whose it was."""
    whose, where = int(request.session[SESSION_KEY]), request.session.get(CHOSEN)
    note(What.LOCKED, how="idle or over", account_id=whose)
    request.session.flush()
    request.user = AnonymousUser()
    request.session[LOCKED] = {"account": whose, "staff": staff}
    if where is not None:
        request.session[CHOSEN] = where


def sign_in_address(request: HttpRequest, *, shown_by_get: bool) -> str:
    """Where a request from somebody unknown is sent: signing in leads back to what they wanted.

    What they had typed when their session ended is kept for them, and shown first.
    """
    locked = request.session.get(LOCKED)
    page = reverse("account_login") if locked and locked["staff"] else str(settings.LOGIN_URL)
    if locked and request.method == "POST" and _keep(request, locked):
        after = reverse("typed-before")
    elif request.method in ("GET", "HEAD"):
        after = request.get_full_path()
    else:
        after = request.path if shown_by_get else ""
    return f"{page}?{urlencode({'next': after})}" if after else page


def kept_for(request: HttpRequest, account_id: int) -> Typed | None:
    """What this account had typed when its session ended. It is forgotten here: the page that shows it holds it."""
    locked: Mapping[str, Any] = request.session.pop(LOCKED, {})
    typed = locked.get("typed")
    if typed is None or locked["account"] != account_id:
        return None
    return Typed(typed["path"], [(name, value) for name, value in typed["fields"]])


def forget_strangers(request: HttpRequest, account_id: int) -> None:
    """Drop what somebody else had typed before this account signed in here."""
    locked = request.session.get(LOCKED)
    if locked and locked["account"] != account_id:
        del request.session[LOCKED]


def _keep(request: HttpRequest, locked: dict[str, Any]) -> bool:
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    named = {name.rpartition("-")[2] for name, _ in fields}
    size = sum(len(name) + len(value) for name, value in fields)
    if request.FILES or size > _MOST or named & (SECRET - {"csrfmiddlewaretoken"}):
        return False
    kept = [field for field in fields if field[0] not in SECRET]
    request.session[LOCKED] = {**locked, "typed": {"path": request.get_full_path(), "fields": kept}}
    return True
