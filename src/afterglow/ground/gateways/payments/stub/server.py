"""The stub on a port of the loopback, for whoever wants to meet it over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from afterglow.ground.gateways.payments.payment import Unanswered
from afterglow.ground.gateways.payments.stub.api import StubApi


class PayStub(ThreadingHTTPServer):
    """Serves one API on a free port."""

    daemon_threads = True

    def __init__(self, api: StubApi) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.api = api

    @property
    def url(self) -> str:
        """The address under which a gateway reaches it."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def running_pay_stub(api: StubApi) -> Iterator[PayStub]:
    """A stub that serves while the block runs."""
    with PayStub(api) as stub:
        thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield stub
        finally:
            stub.shutdown()
            thread.join()


class _Conversation(BaseHTTPRequestHandler):
    server: PayStub

    def do_GET(self) -> None:
        """Read something."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Ask for something."""
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""

    def _answer(self, body: bytes) -> None:
        try:
            answer = self.server.api.send(self.command, self.path, dict(self.headers), body)
        except Unanswered:
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
