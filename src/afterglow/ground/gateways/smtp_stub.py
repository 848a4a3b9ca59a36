"""A mail server that delivers nothing: it keeps what it is given, and can be told to refuse."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


class MailStub(socketserver.ThreadingTCPServer):
    """Listens on a free port of the loopback. ``answers`` are given to the next messages before any is taken."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[EmailMessage] = []
        self.answers: list[str] = []

    @property
    def url(self) -> str:
        """The address under which a gateway reaches it."""
        return f"smtp+plain://127.0.0.1:{self.server_address[1]}?from=clinic@larkfield.example"


@contextmanager
def running_mail_stub() -> Iterator[MailStub]:
    """A stub that serves while the block runs."""
    with MailStub() as stub:
        thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield stub
        finally:
            stub.shutdown()
            thread.join()


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 stub")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                self._say("221 goodbye")
                return
            self._say(self._data() if word == b"DATA" else "250 stub" if word in (b"EHLO", b"HELO") else "250 ok")

    def _data(self) -> str:
        stub = cast(MailStub, self.server)
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if stub.answers:
            return stub.answers.pop(0)
        stub.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        return "250 taken"

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
