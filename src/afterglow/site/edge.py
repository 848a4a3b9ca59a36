"""The edge of every request: the clock is read once, whoever asks is named once, and what was read is written down."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.clock import clinic_now
from afterglow.ground.access.pages import OpenRequest, entrance_of
from afterglow.ground.audit import reads, riders
from afterglow.ground.kernel.clock import real_now
from afterglow.site.who import who

_SHOWN_AGAIN: Final = 422
"""A form sent back with its mistakes shows what the page showed before."""


class Edge:
    """Puts ``now``, ``actor`` and ``clinic`` on the request; refuses every view that declares no entrance."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request and write down whose record it showed."""
        known = cast(OpenRequest, request)
        known.now = clinic_now()
        with riders.aboard():
            known.actor, known.clinic = who(known, real_now=real_now())
            return self.get_response(request) if known.actor is None else self._answered(known, known.actor)

    def _answered(self, request: OpenRequest, actor: Actor) -> HttpResponseBase:
        with reads.gathered() as patients:
            page = reads.Page(author=actor, patients=patients, name=partial(_name, request), now=request.now)
            riders.get_on(page)
            response = self.get_response(request)
        if response.status_code < 400 or response.status_code == _SHOWN_AGAIN:
            page.sent()
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: object) -> None:
        """Refuse a view that does not say who may open it."""
        if entrance_of(view) is None:
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Show a refusal as a page with its reasons; leave everything else to be loud."""
        if isinstance(exception, NotAllowed):
            return render(request, "site/not_allowed.html", {"permission": exception.permission}, status=403)
        if isinstance(exception, Refused):
            return render(request, "site/refused.html", {"findings": exception.findings}, status=422)
        return None


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else request.path
