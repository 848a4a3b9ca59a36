"""Who read about whom: gathered while a page is made, written once, at the latest when it is sent, sealed into the
chain later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db.models import Q, QuerySet

from afterglow.ground.audit.models import ReadEntry
from afterglow.ground.audit.sealing import SealedLater
from afterglow.ground.audit.together import Together
from afterglow.ground.audit.trail import Author

_about: ContextVar[set[int] | None] = ContextVar("afterglow_reads", default=None)


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
        _entries_of_pages.write(_entry(author, patients, page, now))


class Page:
    """A page that is being made. Whom it was about when something is changed rides along with the change."""

    def __init__(self, *, author: Author, patients: set[int], name: Callable[[], str], now: datetime) -> None:
        self._author, self._patients, self._name, self._now = author, patients, name, now
        self._written: set[int] = set()
        self._last: set[int] = set()

    def write(self) -> None:
        """Write down, in the transaction of the change, whom the page was about so far."""
        self._last = self._patients - self._written
        self._written |= self._last
        if self._last:
            _entry(self._author, self._last, self._name(), self._now).save(force_insert=True)

    def lost(self) -> None:
        """The change failed, and with it what was written down."""
        self._written -= self._last

    def sent(self) -> None:
        """Write down whoever does not stand in the log yet. It is durable when this returns."""
        write(author=self._author, patients=self._patients - self._written, page=self._name(), now=self._now)


def _entry(author: Author, patients: set[int], page: str, now: datetime) -> ReadEntry:
    return ReadEntry(
        clinic_id=author.clinic_id,
        actor_kind=str(author.kind),
        actor_id=author.number,
        patient_ids=",".join(str(patient) for patient in sorted(patients)),
        page=page[:100],
        at=now,
    )


_entries_of_pages: Together[ReadEntry] = Together(ReadEntry.objects.bulk_create)


def about(patient_id: int, *, clinic_id: int) -> QuerySet[ReadEntry]:
    """Every page read about a patient, alone or among others."""
    number = str(patient_id)
    alone = Q(patient_ids=number) | Q(patient_ids__startswith=f"{number},")
    among = Q(patient_ids__endswith=f",{number}") | Q(patient_ids__contains=f",{number},")
    return ReadEntry.objects.filter(alone | among, clinic_id=clinic_id)


SEALED = SealedLater(
    verb="reads.sealed",
    model=ReadEntry,
    columns=("actor_kind", "actor_id", "patient_ids", "page", "at"),
    entries_of=lambda clinic_id: ReadEntry.objects.filter(clinic_id=clinic_id),
)
