"""The open trail of one action: it collects what was written and seals it as the transaction's last statement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import msgspec
from django.db import models, transaction

from afterglow.ground.audit import chain, riders
from afterglow.ground.kernel.clock import real_now


class OutsideAction(RuntimeError):
    """A record was about to be saved where nobody would have been named for it."""


class StrangersRecord(RuntimeError):
    """An action was about to write a record of another clinic."""


class Author(Protocol):
    """Whoever a change is written down to."""

    @property
    def clinic_id(self) -> int:
        """The clinic in which they act."""

    @property
    def kind(self) -> str:
        """account, link, device or system."""

    @property
    def number(self) -> int | None:
        """Their id among their kind; None for the system."""


@dataclass
class Trail:
    """What one outermost action has done so far."""

    author: Author
    now: datetime
    verbs: list[str] = field(default_factory=list)
    rows: list[tuple[str, int, Sequence[str], str]] = field(default_factory=list)


_text = json.JSONEncoder(sort_keys=True, default=str).encode
_current: ContextVar[Trail | None] = ContextVar("afterglow_trail", default=None)


def is_open() -> bool:
    """Whether an action is under way."""
    return _current.get() is not None


@contextmanager
def opened(*, author: Author, now: datetime, verb: str) -> Iterator[Trail]:
    """Run one action in a transaction; the outermost one ends by sealing a row of the author's chain."""
    running = _current.get()
    if running is not None:
        with transaction.atomic(), _undone_on_failure(running):
            running.verbs.append(verb)
            yield running
        return
    trail = Trail(author=author, now=now, verbs=[verb])
    with riders.carried() as write_riders, transaction.atomic():
        token = _current.set(trail)
        try:
            yield trail
        finally:
            _current.reset(token)
        # Before the seal: whoever seals the log of reads takes these two locks in the same order.
        write_riders()
        _seal(trail)


def note(record: models.Model, clinic_id: int, fields: Sequence[str]) -> None:
    """Write down that a record was saved. Raises OutsideAction or StrangersRecord, which undo the save."""
    trail = _current.get()
    label = record._meta.label_lower
    if trail is None:
        raise OutsideAction(f"{label} was saved outside an action")
    if clinic_id != trail.author.clinic_id:
        raise StrangersRecord(f"{label} belongs to another clinic")
    values = {name: getattr(record, name) for name in fields}
    trail.rows.append((label, int(record.pk), fields, hashlib.sha256(_text(values).encode()).hexdigest()))


@contextmanager
def _undone_on_failure(trail: Trail) -> Iterator[None]:
    verbs, rows = len(trail.verbs), len(trail.rows)
    try:
        yield
    except BaseException:
        del trail.verbs[verbs:], trail.rows[rows:]
        raise


def _seal(trail: Trail) -> None:
    chain.append(
        chain.Link(
            clinic_id=trail.author.clinic_id,
            at=trail.now,
            real_at=real_now(),
            actor_kind=str(trail.author.kind),
            actor_id=trail.author.number,
            verb=" ".join(dict.fromkeys(trail.verbs)),
            body=msgspec.json.encode(trail.rows).decode(),
        )
    )
