"""The chain: each row's seal is an HMAC over its content and the seal before it; the key is outside the database."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from afterglow.ground.audit.models import AuditRow, ChainHead


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


@dataclass(frozen=True)
class Verification:
    """The result of walking one clinic's chain: how far it holds, and the first row that does not."""

    clinic_id: int
    rows: int
    broken_at: int | None
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether every row and the head agree."""
        return self.broken_at is None


def append(link: Link) -> AuditRow:
    """Add a row to its clinic's chain, inside the caller's transaction. The head is locked until it commits."""
    ChainHead.objects.get_or_create(clinic_id=link.clinic_id)
    head = ChainHead.objects.select_for_update().get(clinic_id=link.clinic_id)
    row = AuditRow(number=head.number + 1, previous=head.seal, **vars(link))
    row.seal = _seal(row)
    row.save(force_insert=True)
    head.number, head.seal = row.number, row.seal
    head.save(update_fields=["number", "seal"])
    return row


def verify(clinic_id: int, *, exported_head: tuple[int, str] | None = None) -> Verification:
    """Walk a clinic's chain from its first row.

    ``exported_head`` is a number and seal written down earlier, elsewhere: with it, a chain cut short and
    sealed anew is found too.
    """
    previous, number = "", 0
    expected = {exported_head[0]: exported_head[1]} if exported_head else {}
    for row in AuditRow.objects.filter(clinic_id=clinic_id).order_by("number").iterator(chunk_size=5000):
        number += 1
        why = _fault(row, number, previous, expected.get(number))
        if why:
            return Verification(clinic_id, number - 1, number, why)
        previous = row.seal
    head = ChainHead.objects.filter(clinic_id=clinic_id).first()
    if (head.number if head else 0, head.seal if head else "") != (number, previous):
        return Verification(clinic_id, number, number + 1, "rows are missing at the end")
    if exported_head and exported_head[0] > number:
        return Verification(clinic_id, number, number + 1, "the chain is shorter than the exported head")
    return Verification(clinic_id, number, None)


def _fault(row: AuditRow, number: int, previous: str, expected: str | None) -> str:
    if row.number != number:
        return f"row {number} is missing"
    if row.previous != previous:
        return "it does not follow the row before it"
    if not hmac.compare_digest(row.seal, _seal(row)):
        return "its content was changed"
    if expected is not None and row.seal != expected:
        return "it differs from the exported head"
    return ""


def _seal(row: AuditRow) -> str:
    content = "\n".join(
        (
            str(row.clinic_id),
            str(row.number),
            row.at.astimezone(UTC).isoformat(),
            row.real_at.astimezone(UTC).isoformat(),
            row.actor_kind,
            str(row.actor_id),
            row.verb,
            row.body,
            row.previous,
        )
    )
    return hmac.new(settings.AUDIT_KEY, content.encode(), hashlib.sha256).hexdigest()
