"""Pages for when something is wrong. They say nothing of the request, of the record, or of what went wrong inside."""

from __future__ import annotations

import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_LAST_RESORT: Final = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Not working - Afterglow</title></head>'
    "<body><main><h1>This is not working</h1><p>Nothing was saved. Try again in a minute. "
    "If you need help now, do not wait: call 999, or 111.</p></main></body></html>"
)
"""For when even an error page cannot be made."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read, or came under a name that is not ours."""
    return _page(request, "cannot_be_read", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, where no permission of ours is asked: those name themselves."""
    return render(request, "site/not_allowed.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same for what does not exist, what is another's, and what was never there."""
    return _page(request, "not_found", 404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that does not come from a page of this browser's session."""
    return _page(request, "forged", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 while the database cannot be reached, which passes."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    try:
        return _page(request, "away" if away else "broken", 503 if away else 500)
    except Exception:
        return HttpResponse(_LAST_RESORT, status=500)


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    return render(request, f"site/errors/{name}.html", status=status)
