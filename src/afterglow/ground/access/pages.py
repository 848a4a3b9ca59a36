"""Who may open a page: declared beside each view, refused where nothing is declared."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar, cast

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import resolve

from afterglow.ground.access.acting import NotAllowed
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.sign_in.locking import sign_in_address

P = ParamSpec("P")
ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)


class ClinicRequest(HttpRequest):
    """A request from somebody known: the edge has put these on it."""

    actor: Actor
    clinic: Clinic
    now: datetime


class OpenRequest(HttpRequest):
    """A request from anybody; ``actor`` and ``clinic`` are there only for those who signed in."""

    actor: Actor | None
    clinic: Clinic | None
    now: datetime


@dataclass(frozen=True)
class Entrance:
    """What a view asks of whoever opens it: one of these permissions, or nothing at all."""

    permissions: tuple[Permission, ...]
    methods: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether anybody may come in, signed in or not."""
        return not self.permissions


View = Callable[Concatenate[ClinicRequest, P], HttpResponseBase]


def page(*permissions: Permission, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View[P]], View[P]]:
    """Declare who may open a view and by which methods. Any one of the permissions suffices."""
    if not permissions:
        raise ValueError("A page needs a permission. One for everybody is declared with open_page.")
    entrance = Entrance(permissions, methods)

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: ClinicRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.actor is None:
                return _to_sign_in(request, shown_by_get="GET" in methods)
            if not any(request.actor.may(permission) for permission in permissions):
                raise NotAllowed(permissions[0])
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        guarded.entrance = entrance  # type: ignore[attr-defined]  # read by the edge and by the access law
        return guarded

    return wrap


def form_page(*permissions: Permission) -> Callable[[View[P]], View[P]]:
    """A page that is shown and sent back: GET and POST."""
    return page(*permissions, methods=("GET", "HEAD", "POST"))


def post_page(*permissions: Permission) -> Callable[[View[P]], View[P]]:
    """A button: POST only."""
    return page(*permissions, methods=("POST",))


OpenView = Callable[Concatenate[OpenRequest, P], HttpResponseBase]


def open_page(
    *, methods: tuple[str, ...] = ("GET", "HEAD"), limited: bool = False
) -> Callable[[OpenView[P]], OpenView[P]]:
    """Declare a view that anybody may open, signed in or not.

    ``limited`` is for a form that leaves something behind: ten an hour from one address are enough.
    """

    def wrap(view: OpenView[P]) -> OpenView[P]:
        @functools.wraps(view)
        def guarded(request: OpenRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if limited and not ratelimit.consume(request, action="open_form"):
                return cast(HttpResponseBase, ratelimit.respond_429(request))
            return view(request, *args, **kwargs)

        guarded.entrance = Entrance((), methods)  # type: ignore[attr-defined]  # read by the edge and the access law
        return guarded

    return wrap


def entrance_of(view: object) -> Entrance | None:
    """What a view declares; None where it declares nothing, and then nobody may open it."""
    found = getattr(view, "entrance", None)
    return found if isinstance(found, Entrance) else None


def may_enter(actor: Actor, path: str) -> bool:
    """Whether the view at a path of this site lets somebody in: a page offers no way that is not theirs."""
    entrance = entrance_of(resolve(path).func)
    return entrance is not None and (entrance.is_open or any(actor.may(one) for one in entrance.permissions))


def _to_sign_in(request: HttpRequest, *, shown_by_get: bool) -> HttpResponseBase:
    if "HX-Request" in request.headers:
        # A part of a page that asks for itself: the page stays as it is, with what was typed on it.
        return HttpResponse(status=401)
    return redirect(sign_in_address(request, shown_by_get=shown_by_get))
