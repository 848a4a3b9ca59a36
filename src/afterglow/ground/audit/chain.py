"""The chain: each row's seal is an HMAC over its content and the seal before it; the key is outside the database."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from afterglow.ground.audit.models import AuditRow, ChainHead

_ROWS, _HEADS = AuditRow._meta.db_table, ChainHead._meta.db_table


@dataclass(frozen=True)
class Link:
    """What a row of the chain says, before it is numbered and sealed."""

    clinic_id: int
    at: datetime
    real_at: datetime
    actor_kind: str
    actor_id: int | None
    verb: str
    body: str


class Sealed(NamedTuple):
    """A row as it stands in the database."""

    clinic_id: int
    number: int
    at: datetime
    real_at: datetime
    actor_kind: str
    actor_id: int | None
    verb: str
    body: str
    previous: str
    seal: str

    @property
    def right_seal(self) -> str:
        """The seal that belongs to what the row says."""
        content = "\n".join(
            (
                str(self.clinic_id),
                str(self.number),
                self.at.astimezone(UTC).isoformat(),
                self.real_at.astimezone(UTC).isoformat(),
                self.actor_kind,
                str(self.actor_id),
                self.verb,
                self.body,
                self.previous,
            )
        )
        return hmac.new(settings.AUDIT_KEY, content.encode(), hashlib.sha256).hexdigest()

    @property
    def is_as_sealed(self) -> bool:
        """Whether it says what it said when it was sealed."""
        return hmac.compare_digest(self.seal.encode(), self.right_seal.encode())


_ADD = f'INSERT INTO "{_ROWS}" ({", ".join(Sealed._fields)}) VALUES ({", ".join("%s" for _ in Sealed._fields)})'  # noqa: S608  # our own table
_MOVE_HEAD = f'UPDATE "{_HEADS}" SET number = %s, seal = %s WHERE clinic_id = %s'  # noqa: S608  # our own table


def append(link: Link) -> int:
    """Add a row to its clinic's chain, inside the caller's transaction; returns its number.

    The head is locked until the transaction commits. Written as plain statements: every action ends here, and while it
    does nobody else of the clinic can write.
    """
    with connection.cursor() as cursor:
        number, seal = _held_head(cursor, link.clinic_id)
        row = Sealed(number=number + 1, previous=seal, seal="", **vars(link))
        row = row._replace(seal=row.right_seal)
        adapt = connection.ops.adapt_datetimefield_value
        said = row._asdict() | {"at": adapt(row.at), "real_at": adapt(row.real_at)}
        cursor.execute(_ADD, [*said.values()])
        cursor.execute(_MOVE_HEAD, [row.number, row.seal, link.clinic_id])
    return row.number


def rows_of(clinic_id: int) -> Iterator[Sealed]:
    """A clinic's chain from its first row, however long it is."""
    rows = AuditRow.objects.filter(clinic_id=clinic_id).order_by("number").values_list(*Sealed._fields)
    return map(Sealed._make, rows.iterator(chunk_size=5000))


def last_seal(clinic_id: int) -> str:
    """The seal of a clinic's last row, which differs after every change; empty before the first."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT seal FROM "{_HEADS}" WHERE clinic_id = %s', [clinic_id])  # noqa: S608  # our own table
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def heads() -> dict[int, tuple[int, str]]:
    """The number and seal of each clinic's last row, to be kept elsewhere."""
    return {head.clinic_id: (head.number, head.seal) for head in ChainHead.objects.order_by("clinic_id")}


def _held_head(cursor: Any, clinic_id: int) -> tuple[int, str]:
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    ask = f'SELECT number, seal FROM "{_HEADS}" WHERE clinic_id = %s{lock}'  # noqa: S608  # our own table
    cursor.execute(ask, [clinic_id])
    held = cursor.fetchone()
    if held is None:
        ChainHead.objects.get_or_create(clinic_id=clinic_id)
        cursor.execute(ask, [clinic_id])
        held = cursor.fetchone()
    return int(held[0]), str(held[1])
