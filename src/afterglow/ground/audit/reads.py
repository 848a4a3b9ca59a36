"""Who read about whom: gathered while a page is made, written once when it is sent, sealed into the chain later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from afterglow.ground.audit import chain
from afterglow.ground.audit.models import AuditRow, ReadEntry
from afterglow.ground.audit.trail import Author
from afterglow.ground.kernel.clock import real_now

_about: ContextVar[set[int] | None] = ContextVar("afterglow_reads", default=None)

SEAL_VERB = "reads.sealed"


@contextmanager
def gathered() -> Iterator[set[int]]:
    """Gather the patients read about in this block."""
    patients: set[int] = set()
    token = _about.set(patients)
    try:
        yield patients
    finally:
        _about.reset(token)


def note(patient_id: int) -> None:
    """Something about this patient is being shown."""
    patients = _about.get()
    if patients is not None:
        patients.add(patient_id)


def write(*, author: Author, patients: set[int], page: str, now: datetime) -> None:
    """Write one entry for a page; nothing when it was about nobody."""
    if patients:
        ids = ",".join(str(patient) for patient in sorted(patients))
        ReadEntry.objects.create(
            clinic_id=author.clinic_id,
            actor_kind=str(author.kind),
            actor_id=author.number,
            patient_ids=ids[:2000],
            page=page[:100],
            at=now,
        )


def seal(*, clinic_id: int, now: datetime) -> int:
    """Seal a clinic's read entries that no chain row covers yet; returns how many. Idempotent."""
    with transaction.atomic():
        start = _sealed_up_to(clinic_id)
        last = ReadEntry.objects.filter(clinic_id=clinic_id, id__gt=start).aggregate(last=Max("id"))["last"]
        if last is None:
            return 0
        count, digest = _digest(clinic_id, start, last)
        body = json.dumps({"after": start, "up_to": last, "count": count, "sha256": digest})
        chain.append(chain.Link(clinic_id, now, real_now(), "system", None, SEAL_VERB, body))
        return count


def unsealed_changes(clinic_id: int) -> list[int]:
    """The numbers of chain rows whose sealed read entries no longer match: entries were changed behind the trail."""
    changed = []
    for row in AuditRow.objects.filter(clinic_id=clinic_id, verb=SEAL_VERB).order_by("number"):
        said = json.loads(row.body)
        if _digest(clinic_id, said["after"], said["up_to"]) != (said["count"], said["sha256"]):
            changed.append(row.number)
    return changed


def _sealed_up_to(clinic_id: int) -> int:
    row = AuditRow.objects.filter(clinic_id=clinic_id, verb=SEAL_VERB).order_by("-number").first()
    return int(json.loads(row.body)["up_to"]) if row else 0


def _digest(clinic_id: int, after: int, up_to: int) -> tuple[int, str]:
    entries = ReadEntry.objects.filter(clinic_id=clinic_id, id__gt=after, id__lte=up_to).order_by("id")
    digest, count = hashlib.sha256(), 0
    for entry in entries.iterator(chunk_size=5000):
        line = (entry.pk, entry.actor_kind, entry.actor_id, entry.patient_ids, entry.page, entry.at.isoformat())
        digest.update(repr(line).encode())
        count += 1
    return count, digest.hexdigest()
