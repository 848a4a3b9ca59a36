"""What would have left the house, as somebody who tries the demo reads it: the words, and where each link leads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from afterglow.record.contact.models import Message
from afterglow.record.contact.queries import open_link

_LINK: Final = re.compile(r"\S*/l/(?P<token>[\w-]{43})\S*")


@dataclass(frozen=True)
class Line:
    """One line of a message. ``path`` is where its link leads on this machine; empty for words, and once it is over."""

    words: str
    path: str = ""
    over: bool = False


@dataclass(frozen=True)
class Shown:
    """One message with its lines."""

    message: Message
    lines: tuple[Line, ...]


def shown(messages: Iterable[Message], now: datetime) -> list[Shown]:
    """Messages with their links still in them: only a demo keeps those once a message was sent."""
    return [Shown(one, tuple(_line(text, now) for text in one.text.splitlines() if text.strip())) for one in messages]


def _line(text: str, now: datetime) -> Line:
    found = _LINK.search(text)
    if found is None:
        return Line(text.strip())
    token = found["token"]
    said = _LINK.sub("", text).strip().rstrip(":")
    if open_link(token=token, now=now) is None:
        return Line(said, over=True)
    return Line(said, reverse("contact:open", args=[token]))
