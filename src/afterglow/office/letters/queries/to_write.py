"""Which letters are owed: what happened lately and has no letter yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from afterglow.care.assessment.models import SuitabilityDecision
from afterglow.care.course.models import GIVEN, Course, Treatment
from afterglow.care.referral.models import SEND_ELSEWHERE, Judgement
from afterglow.ground.protocol.schema.letters import Letters
from afterglow.office.letters.models import Letter
from afterglow.office.letters.rules.drafting import SENT_ELSEWHERE
from afterglow.record.people.models import Patient

_LATELY = timedelta(days=90)
"""How far back a letter that nobody wrote is still asked for (default)."""


@dataclass(frozen=True)
class Owed:
    """A letter nobody has drafted yet."""

    patient: Patient
    kind: str
    title: str
    about: str
    since: datetime


def letters_owed(*, clinic_id: int, letters: Letters, now: datetime) -> Sequence[Owed]:
    """Everything the clinic's protocol writes a letter about that has none, the longest waiting first."""
    titles = {kind.code: kind.title for kind in letters.kinds}
    found = [
        Owed(patient, kind, titles[kind], about, since)
        for kind, rows in _happened(clinic_id, now - _LATELY)
        if kind in titles
        for patient, about, since in rows
    ]
    return sorted(found, key=lambda owed: owed.since)


Happened = list[tuple[Patient, str, datetime]]


def _happened(clinic_id: int, since: datetime) -> Iterator[tuple[str, Happened]]:
    yield "assessment-outcome", _decisions(clinic_id, since)
    yield "after-session", _treatments(clinic_id, since)
    yield "end-of-course", _courses(clinic_id, since)
    yield SENT_ELSEWHERE, _judgements(clinic_id, since)


def _decisions(clinic_id: int, since: datetime) -> Happened:
    rows = SuitabilityDecision.objects.filter(clinic_id=clinic_id, happened_at__gte=since)
    latest = {row.episode_id: row for row in rows.select_related("episode__patient").order_by("pk")}
    written = set(_written(clinic_id, "assessment-outcome").values_list("about", flat=True))
    return [(row.episode.patient, row.ref, row.happened_at) for row in latest.values() if row.ref not in written]


def _treatments(clinic_id: int, since: datetime) -> Happened:
    rows = Treatment.objects.filter(clinic_id=clinic_id, state=GIVEN, given_at__gte=since)
    rows = rows.exclude(ref__in=_written(clinic_id, "after-session").values("about"))
    found = rows.select_related("course__episode__patient")
    return [(row.patient, row.ref, row.given_at) for row in found if row.given_at is not None]


def _courses(clinic_id: int, since: datetime) -> Happened:
    rows = Course.objects.filter(clinic_id=clinic_id, ended_at__gte=since)
    rows = rows.exclude(ref__in=_written(clinic_id, "end-of-course").values("about"))
    found = rows.select_related("episode__patient")
    return [(row.patient, row.ref, row.ended_at) for row in found if row.ended_at is not None]


def _judgements(clinic_id: int, since: datetime) -> Happened:
    rows = Judgement.objects.filter(clinic_id=clinic_id, decision=SEND_ELSEWHERE, happened_at__gte=since)
    rows = rows.exclude(ref__in=_written(clinic_id, SENT_ELSEWHERE).values("about"))
    return [(row.referral.patient, row.ref, row.happened_at) for row in rows.select_related("referral__patient")]


def _written(clinic_id: int, kind: str) -> QuerySet[Letter]:
    rows: QuerySet[Letter] = Letter.objects.filter(clinic_id=clinic_id, kind=kind)
    return rows
