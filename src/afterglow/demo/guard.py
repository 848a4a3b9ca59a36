"""What keeps the demo's doors from ever opening on real people."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.http import Http404, HttpResponseBase

from afterglow.ground.access.models import Installation
from afterglow.ground.access.pages import OpenRequest, open_page

P = ParamSpec("P")
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})

PASSED_ON: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
"""Headers of what was passed on by something in between. A browser on this machine sends none of them; with one,
whoever asks may be anywhere, whatever it says about itself."""

DemoView = Callable[Concatenate[OpenRequest, P], HttpResponseBase]


def demo_door(*, methods: tuple[str, ...]) -> Callable[[DemoView[P]], DemoView[P]]:
    """A view only of a demo: demo settings, a database marked so at its making, and a browser on this machine."""

    def wrap(view: DemoView[P]) -> DemoView[P]:
        @functools.wraps(view)
        def guarded(request: OpenRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not settings.DEMO or not is_here(request) or not Installation.this().demo:
                raise Http404
            return view(request, *args, **kwargs)

        return open_page(methods=methods)(guarded)

    return wrap


def is_here(request: OpenRequest) -> bool:
    """Whether the browser is on this machine, with nothing in between."""
    passed_on = any(name in request.headers for name in PASSED_ON)
    return request.META.get("REMOTE_ADDR", "") in LOOPBACK and not passed_on
