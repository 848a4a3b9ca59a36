"""What keeps the demo's doors from ever opening on real people."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpResponseBase

from afterglow.ground.access.models import Installation
from afterglow.ground.access.pages import OpenRequest, open_page

P = ParamSpec("P")
LOOPBACK = frozenset({"127.0.0.1", "::1"})

DemoView = Callable[Concatenate[OpenRequest, P], HttpResponseBase]


def demo_door(*, methods: tuple[str, ...]) -> Callable[[DemoView[P]], DemoView[P]]:
    """A view only of a demo: demo settings, a database marked so at its making, and a browser on this machine."""

    def wrap(view: DemoView[P]) -> DemoView[P]:
        @functools.wraps(view)
        def guarded(request: OpenRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            here = request.META.get("REMOTE_ADDR", "")
            if not settings.DEMO or here not in LOOPBACK or not Installation.this().demo:
                raise Http404
            return view(request, *args, **kwargs)

        return open_page(methods=methods)(guarded)

    return wrap
