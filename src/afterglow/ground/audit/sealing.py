"""What is written at once and sealed into the chain later: one row of the chain covers many entries by their hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max, QuerySet

from afterglow.ground.audit import chain
from afterglow.ground.audit.models import AuditRow
from afterglow.ground.kernel.clock import real_now

Row = tuple[Any, ...]
"""One entry's columns; the number that grows stands first, times are among the rest."""


@dataclass(frozen=True)
class SealedLater:
    """One kind of entry. ``entries_of`` gives those that a clinic's chain covers."""

    verb: str
    model: type[models.Model]
    columns: tuple[str, ...]
    entries_of: Callable[[int], QuerySet[Any]]

    def seal(self, *, clinic_id: int, now: datetime) -> int:
        """Seal the entries that no row of a clinic's chain covers yet; returns how many. Idempotent."""
        with transaction.atomic():
            self._wait_for_entries_under_way()
            start = self._sealed_up_to(clinic_id)
            last = self.entries_of(clinic_id).filter(id__gt=start).aggregate(last=Max("id"))["last"]
            if last is None:
                return 0
            count, digest = _digest(self._rows(clinic_id, after=start, up_to=last))
            body = json.dumps({"after": start, "up_to": last, "count": count, "sha256": digest})
            chain.append(chain.Link(clinic_id, now, real_now(), "system", None, self.verb, body))
            return count

    def broken_seals(self, clinic_id: int) -> list[int]:
        """The numbers of chain rows whose entries are no longer as they were: changed, taken out or put in."""
        broken = []
        rows = self._rows(clinic_id)
        waiting = next(rows, None)
        for number, text in self._seals(clinic_id).order_by("number").values_list("number", "body"):
            said, covered = json.loads(text), []
            while waiting is not None and waiting[0] <= said["up_to"]:
                covered.append(waiting)
                waiting = next(rows, None)
            if _digest(covered) != (said["count"], said["sha256"]):
                broken.append(number)
        return broken

    def _seals(self, clinic_id: int) -> QuerySet[AuditRow]:
        return AuditRow.objects.filter(clinic_id=clinic_id, verb=self.verb)

    def _sealed_up_to(self, clinic_id: int) -> int:
        row = self._seals(clinic_id).order_by("-number").first()
        return int(json.loads(row.body)["up_to"]) if row else 0

    def _rows(self, clinic_id: int, *, after: int = 0, up_to: int | None = None) -> Iterator[Row]:
        entries = self.entries_of(clinic_id).filter(id__gt=after).order_by("id")
        if up_to is not None:
            entries = entries.filter(id__lte=up_to)
        return iter(entries.values_list("id", *self.columns).iterator(chunk_size=5000))

    def _wait_for_entries_under_way(self) -> None:
        """An entry may have its number already and not be there yet: it would be found changed once it is."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f'LOCK TABLE "{self.model._meta.db_table}" IN SHARE MODE')


def _digest(rows: Iterable[Row]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(repr(tuple(_plain(value) for value in row)).encode())
        count += 1
    return count, digest.hexdigest()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
