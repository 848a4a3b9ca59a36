"""The stub on a port of the loopback, for whoever wants to meet it over HTTP."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

from afterglow.ground.gateways.loopback import LoopbackServer
from afterglow.ground.gateways.payments.payment import Unanswered
from afterglow.ground.gateways.payments.stub.api import StubApi


class PayStub(LoopbackServer):
    """Serves one API on a free port."""

    def __init__(self, api: StubApi) -> None:
        super().__init__(_Conversation)
        self.api = api


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
