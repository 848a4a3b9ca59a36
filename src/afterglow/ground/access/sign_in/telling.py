"""allauth's pages answer like our own where something is wrong."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase


def told(view: Any) -> Callable[..., HttpResponseBase]:
    """What was sent and did not lead on is shown again with what is wrong, and answered as such, like our own forms."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 422
        return response

    return answered
