"""The pages as they are served, over HTTP, by a few threads: for many people who press a button in the same moment."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from afterglow.ground.access.actor import Actor
from tests.people import signed_in

THREADS = 4
TOKEN = "a" * 32
"""A double-submitted token of our own making: what is measured is the booking, not the form before it."""


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing: hundreds of lines would say nothing."""


class Pooled(ThreadingMixIn, WSGIServer):
    """Answers on a fixed number of threads, as ``afterglow serve`` does."""

    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Quiet)
        self.pool = ThreadPoolExecutor(THREADS)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.pool.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            connections.close_all()


@contextmanager
def served() -> Iterator[int]:
    """Serve while the block runs; gives the port."""
    server = Pooled()
    server.set_app(get_wsgi_application())
    listening = threading.Thread(target=server.serve_forever, daemon=True)
    listening.start()
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.pool.shutdown(wait=True)
        server.server_close()


def cookie_of(actor: Actor) -> str:
    return str(signed_in(actor).cookies[settings.SESSION_COOKIE_NAME].value)


def press(port: int, path: str, cookie: str, body: str) -> tuple[int, str]:
    """Send one form; the status, and the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", path, f"csrfmiddlewaretoken={TOKEN}&{body}", headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, page


def all_at_once(work: Sequence[Callable[[], tuple[int, str]]]) -> list[tuple[int, str]]:
    """Start everybody in the same moment, each on a thread of their own."""
    gate, answers = threading.Barrier(len(work)), [(0, "")] * len(work)

    def go(place: int) -> None:
        gate.wait()
        answers[place] = work[place]()

    threads = [threading.Thread(target=go, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
