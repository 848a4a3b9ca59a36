"""One question to an HTTPS service and its answer; redirections are not followed, so that no token goes elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from afterglow.ground.gateways.message import TryAgain

_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Question:
    """A request as it leaves."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What came back; the names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Transport = Callable[[Question], Answer]


def over_network(question: Question, *, timeout_seconds: float = 20) -> Answer:
    """Ask. Raises TryAgain when nobody answers."""
    request = Request(question.url, question.body, dict(question.headers), method=question.method)  # noqa: S310  # ours
    try:
        with _OPENER.open(request, timeout=timeout_seconds) as answer:
            return Answer(answer.status, _lower(answer.headers), answer.read(_MOST_BYTES))
    except HTTPError as refused:
        with refused:
            return Answer(refused.code, _lower(refused.headers), refused.read(_MOST_BYTES))
    except (OSError, HTTPException) as problem:
        raise TryAgain(f"{type(problem).__name__}: {problem}") from None


class _NoRedirection(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = build_opener(_NoRedirection)


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
