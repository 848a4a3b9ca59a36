"""The author's part of an entry, taken from who acts and when."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from afterglow.ground.access.actor import Actor


class Signature(TypedDict):
    """The columns of :class:`~afterglow.ground.access.models.Entry` that say who, when and where."""

    clinic_id: int
    author_id: int | None
    author_name: str
    happened_at: datetime
    written_at: datetime


def signed(*, by: Actor, now: datetime, happened_at: datetime | None = None) -> Signature:
    """An entry's author and its two times; it happened ``now`` unless another time is given."""
    role = by.role_words
    name = f"{by.name}, {role}" if by.is_staff else by.name
    if by.helper:
        name = f"{by.helper} for {by.name}"
    return {
        "clinic_id": by.clinic_id,
        "author_id": by.account_id,
        "author_name": name[:200],
        "happened_at": happened_at or now,
        "written_at": now,
    }
