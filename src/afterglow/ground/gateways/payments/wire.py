"""How requests reach a card-payment service: over HTTPS, or over HTTP on this machine's loopback."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from afterglow.ground.gateways.payments.payment import Unanswered

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Answer:
    """A status and a body."""

    status: int
    body: bytes


class Wire(Protocol):
    """Carries one request and brings its answer."""

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Raises Unanswered when no whole answer came back."""


@dataclass(frozen=True)
class Https:
    """One connection for each request."""

    base_url: str
    timeout_seconds: float = 10

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ValueError("Card payments travel over https only.")

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send it and read the whole answer."""
        connection = self._connection()
        try:
            connection.request(method, path, body=body, headers=dict(headers))
            response = connection.getresponse()
            return Answer(response.status, response.read())
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(f"{type(error).__name__}: {error}") from None
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.base_url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, parts.port, timeout=self.timeout_seconds, context=context)
        return http.client.HTTPConnection(host, parts.port, timeout=self.timeout_seconds)
