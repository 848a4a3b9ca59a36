"""The chain of a page: each thing written on it carries a seal over what it says and over the seal before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Link:
    """One thing on a page as it stands in the database, with the seal that belongs to what it says now."""

    sequence: int
    previous: str
    seal: str
    right_seal: str
    what: str


def seal_of(key: bytes, content: Mapping[str, object]) -> str:
    """The seal of what is written down: a hash that nobody without the key can make."""
    text = json.dumps({name: _plain(value) for name, value in content.items()}, sort_keys=True, ensure_ascii=False)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def first_broken(links: Iterable[Link], *, entries: int, head: str, after: int = 0, previous: str = "") -> str:
    """What is wrong first, naming it; empty where the stretch is whole.

    It begins after the entry numbered ``after``, whose seal is ``previous``, and ends with ``entries``, whose seal must
    be ``head``. A changed row has the wrong seal, a missing one leaves a gap, and a cut end no longer meets the head.
    """
    number = after
    for number, link in enumerate(links, start=after + 1):
        if link.sequence != number:
            return f"Something written before {link.what} is missing."
        if link.previous != previous or link.seal != link.right_seal:
            return f"{link.what} is not as it was written."
        previous = link.seal
    if number != entries or previous != head:
        return "What was written last is missing."
    return ""


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
