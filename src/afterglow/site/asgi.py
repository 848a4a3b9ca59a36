"""One application for one port: live streams and monitors straight, everything else as pages on a pool of threads.

Django's own ASGI handler would open a thread and a database connection for every request; pages keep theirs here.
"""

from __future__ import annotations

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from afterglow.care.groups import stream as doors
from afterglow.care.treatment import board_stream, device, stream
from afterglow.site.headers import Application, with_headers

Scope = dict[str, Any]

THREADS = 4
"""Page threads in each process; every one keeps a database connection."""


class Afterglow:
    """Sends each connection to its room."""

    def __init__(self) -> None:
        self.pages = WSGIMiddleware(cast(Any, get_wsgi_application()), workers=THREADS)
        self.streams = with_headers(cast(Application, _stream))
        self.boards = with_headers(cast(Application, board_stream.application))
        self.monitors = with_headers(cast(Application, device.application))

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one connection."""
        if scope["type"] == "http" and scope["path"].startswith((stream.PREFIX, doors.PREFIX)):
            await self.streams(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(board_stream.PREFIX):
            await self.boards(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == device.PATH:
            await self.monitors(scope, receive, send)
        elif scope["type"] == "http":
            await self.pages(cast(Any, scope), receive, send)


async def _stream(scope: Scope, receive: Any, send: Any) -> None:
    """A live page of a treatment, or of a meeting's door."""
    of_a_door = str(scope["path"]).startswith(doors.PREFIX)
    await (doors.application if of_a_door else stream.application)(scope, receive, send)
