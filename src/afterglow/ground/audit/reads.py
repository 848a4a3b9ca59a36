"""Who read about whom: gathered while a page is made, written once when it is sent, sealed into the chain later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from afterglow.ground.audit import chain
from afterglow.ground.audit.models import AuditRow, ReadEntry
from afterglow.ground.audit.together import Together
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


def note_all(patient_ids: Iterable[int | None]) -> None:
    """A list about all these patients is being shown; None stands for a row about nobody."""
    for patient_id in patient_ids:
        if patient_id is not None:
            note(patient_id)


def write(*, author: Author, patients: set[int], page: str, now: datetime) -> None:
    """Write one entry for a page; nothing when it was about nobody. It is durable when this returns."""
    if patients:
        _entries_of_pages.write(
            ReadEntry(
                clinic_id=author.clinic_id,
                actor_kind=str(author.kind),
                actor_id=author.number,
                patient_ids=",".join(str(patient) for patient in sorted(patients)),
                page=page[:100],
                at=now,
            )
        )


_entries_of_pages: Together[ReadEntry] = Together(ReadEntry.objects.bulk_create)


def seal(*, clinic_id: int, now: datetime) -> int:
    """Seal a clinic's read entries that no chain row covers yet; returns how many. Idempotent."""
    with transaction.atomic():
        _wait_for_entries_under_way()
        start = _sealed_up_to(clinic_id)
        last = ReadEntry.objects.filter(clinic_id=clinic_id, id__gt=start).aggregate(last=Max("id"))["last"]
        if last is None:
            return 0
        count, digest = _digest(_entries(clinic_id, after=start, up_to=last))
        body = json.dumps({"after": start, "up_to": last, "count": count, "sha256": digest})
        chain.append(chain.Link(clinic_id, now, real_now(), "system", None, SEAL_VERB, body))
        return count


def broken_seals(clinic_id: int) -> list[int]:
    """The numbers of chain rows that sealed reads which are no longer as they were: changed, taken out or put in."""
    broken = []
    entries = _entries(clinic_id)
    waiting = next(entries, None)
    for number, text in (
        AuditRow.objects.filter(clinic_id=clinic_id, verb=SEAL_VERB).order_by("number").values_list("number", "body")
    ):
        said, covered = json.loads(text), []
        while waiting is not None and waiting[0] <= said["up_to"]:
            covered.append(waiting)
            waiting = next(entries, None)
        if _digest(covered) != (said["count"], said["sha256"]):
            broken.append(number)
    return broken


def _wait_for_entries_under_way() -> None:
    """An entry may have its number already and not be there yet: it would be found changed once it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{ReadEntry._meta.db_table}" IN SHARE MODE')


def _sealed_up_to(clinic_id: int) -> int:
    row = AuditRow.objects.filter(clinic_id=clinic_id, verb=SEAL_VERB).order_by("-number").first()
    return int(json.loads(row.body)["up_to"]) if row else 0


Columns = tuple[int, str, int | None, str, str, datetime]


def _entries(clinic_id: int, *, after: int = 0, up_to: int | None = None) -> Iterator[Columns]:
    entries = ReadEntry.objects.filter(clinic_id=clinic_id, id__gt=after).order_by("id")
    if up_to is not None:
        entries = entries.filter(id__lte=up_to)
    columns = ("id", "actor_kind", "actor_id", "patient_ids", "page", "at")
    return iter(entries.values_list(*columns).iterator(chunk_size=5000))


def _digest(entries: Iterable[Columns]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for *said, at in entries:
        digest.update(repr((*said, at.isoformat())).encode())
        count += 1
    return count, digest.hexdigest()
