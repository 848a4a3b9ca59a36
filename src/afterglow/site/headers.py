"""Headers on every answer: what the browser may load, keep and tell others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)

Scope = Mapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Any, Send], Awaitable[None]]


def wanted() -> dict[str, str]:
    """The headers of every answer, whatever it is. An answer's own come first: static files say how long they keep."""
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "Cache-Control": "no-store",
    }
    if settings.SECURE:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


class Headers:
    """Puts them on every page; the outermost of all, so that errors and static files have them too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then add what is not there yet."""
        response = self.get_response(request)
        for name, value in wanted().items():
            response.headers.setdefault(name, value)
        return response


def with_headers(application: Application) -> Application:
    """Puts them on the answers of what is served beside the pages: streams and monitors."""

    async def answer(scope: Scope, receive: Any, send: Send) -> None:
        def sent(message: dict[str, Any]) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                there = {bytes(name).lower() for name, _ in message["headers"]}
                more = [(name.lower().encode(), value.encode()) for name, value in wanted().items()]
                message = {**message, "headers": [*message["headers"], *(one for one in more if one[0] not in there)]}
            return send(message)

        await application(scope, receive, sent)

    return answer
