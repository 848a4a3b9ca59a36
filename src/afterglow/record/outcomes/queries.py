"""Reading questionnaires, answers and scores. ``access_request`` and ``access_invited_request`` are the ways in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_version
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.safety import Urgency
from afterglow.record.contact.models import QUESTIONNAIRE
from afterglow.record.diary.queries import why_closed
from afterglow.record.diary.rules import opening_period
from afterglow.record.outcomes.models import Answer, Request, SafetyAnswer, Score
from afterglow.record.outcomes.rules.catalogue import SHIPPED, instrument_of
from afterglow.record.outcomes.rules.instrument import Instrument
from afterglow.record.outcomes.rules.licensed_text import load_text
from afterglow.record.outcomes.rules.safety import SafetyConcern, before_next_dose
from afterglow.record.outcomes.rules.satisfaction import SATISFACTION
from afterglow.record.outcomes.rules.sheet import Sheet
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_own_patient, access_patient_by_id

_READERS = (Permission.SEE_RECORD, Permission.ASK_QUESTIONNAIRES, Permission.SEE_OWN_RECORD)


@dataclass(frozen=True)
class ScorePoint:
    """One score as a chart, a table or a letter needs it.

    ``day`` is the clinic's calendar day on which it was answered; ``most`` the highest total there is, None for
    a questionnaire without one.
    """

    request_ref: str
    instrument: str
    name: str
    occasion: str
    day: date
    total: int | None
    most: int | None
    band: str
    complete: bool
    prorated: bool
    how: str


def access_request(*, by: Actor, ref: str) -> Request:
    """One questionnaire as it was asked, for staff or for the patient it was asked of. Raises Http404.

    Whoever only sends questionnaires finds it too; what was answered is for whoever reads the record.
    """
    request = _requests(by.clinic_id).filter(ref=ref).first()
    if request is None or not any(by.may(permission) for permission in _READERS):
        raise Http404
    access_patient_by_id(by=by, patient_id=request.patient_id)
    return request


def access_invited_request(*, by: Actor) -> Request:
    """The one questionnaire that the holder of a link was asked to answer. Raises Http404."""
    purpose, _, ref = by.scope.partition(":")
    patient = access_own_patient(by=by)
    request = _requests(by.clinic_id).filter(ref=ref, patient=patient).first()
    if purpose != QUESTIONNAIRE or request is None:
        raise Http404
    return request


def open_requests(patient: Patient, *, now: datetime) -> Sequence[Request]:
    """What a patient can still answer, the soonest due first."""
    rows = Request.objects.filter(patient=patient, closed_at=None, expires_at__gt=now)
    return list(rows.order_by("due_at", "pk"))


def unanswered_requests(*, clinic_id: int, now: datetime, most: int = 50) -> Sequence[Request]:
    """What patients of a clinic can still answer, the soonest due first, each with its patient."""
    rows = Request.objects.filter(clinic_id=clinic_id, closed_at=None, expires_at__gt=now).select_related("patient")
    return list(rows.order_by("due_at", "pk")[:most])


def requests_of(patient: Patient) -> Sequence[Request]:
    """Everything a patient was ever asked, newest first."""
    return list(Request.objects.filter(patient=patient).order_by("-asked_at", "-pk"))


def instrument_asked(request: Request) -> Instrument:
    """The questionnaire in the words this request asks it in: those of its protocol version, or the licensed text."""
    protocol = protocol_version(request.clinic_id, request.protocol_version)
    return worded(instrument_of(request.instrument, protocol.outcomes), protocol)


def instruments_of(protocol: Protocol) -> tuple[Instrument, ...]:
    """Every questionnaire a clinic can ask, those its protocol schedules first."""
    codes = [asked.instrument for asked in protocol.outcomes.asked]
    known = dict.fromkeys([*codes, *SHIPPED, SATISFACTION])
    return tuple(worded(instrument_of(code, protocol.outcomes), protocol) for code in known)


def worded(instrument: Instrument, protocol: Protocol) -> Instrument:
    """An instrument in the words the clinic holds a licence for, where its own folder has them."""
    folder = str(settings.CLINIC_FILES)
    return _licensed(instrument, Path(folder) / protocol.code) if folder else instrument


def sheet_of(request: Request) -> Sheet:
    """What has been answered so far; the latest answer to each item counts."""
    rows = Answer.objects.filter(request=request).order_by("pk").values_list("item", "value")
    return Sheet(instrument_asked(request), dict(rows))


def answered_counts(requests: Iterable[Request]) -> dict[int, int]:
    """How many items of each request (by its id) have been dealt with."""
    rows = Answer.objects.filter(request__in=list(requests)).values_list("request_id", "item").distinct()
    counts: dict[int, int] = {}
    for request_id, _item in rows:
        counts[request_id] = counts.get(request_id, 0) + 1
    return counts


def answers_of(request: Request) -> Sequence[Answer]:
    """Every answer to a questionnaire, also those that later ones replaced, oldest first."""
    return list(Answer.objects.filter(request=request).order_by("pk"))


def score_of(request: Request) -> Score | None:
    """The score of a questionnaire that was sent in."""
    return Score.objects.filter(request=request).first()


def score_history(patient: Patient, *, instrument: str = "") -> tuple[ScorePoint, ...]:
    """Every score of a patient, of one instrument if it is given, oldest first. One query."""
    rows = Score.objects.filter(patient=patient).select_related("request", "clinic").order_by("happened_at", "pk")
    return tuple(_point(row) for row in (rows.filter(instrument=instrument) if instrument else rows))


@dataclass(frozen=True)
class Total:
    """A score as a chart needs it: the clinic's calendar day, the total, its word, and the request that opens it."""

    day: date
    total: int
    band: str
    request_ref: str


def totals_of(patient: Patient, *, instrument: str, zone: ZoneInfo) -> tuple[Total, ...]:
    """Every total of one instrument, oldest first: one light query, also over years."""
    rows = Score.objects.filter(patient=patient, instrument=instrument, total__isnull=False)
    found = rows.order_by("happened_at", "pk").values_list("happened_at", "total", "band", "request__ref")
    return tuple(
        Total(local_day(answered_at, zone), total, band, ref)
        for answered_at, total, band, ref in found
        if total is not None
    )


def previous_safety_value(request: Request, item: str) -> int | None:
    """What the patient answered to a safety item last time they were asked; None if they never did."""
    rows = Answer.objects.filter(
        request__patient_id=request.patient_id, request__instrument=request.instrument, item=item, value__isnull=False
    )
    last = rows.exclude(request=request).order_by("-happened_at", "-pk").first()
    return last.value if last else None


def latest_safety_answer(request: Request) -> SafetyAnswer | None:
    """The last safety answer given in one questionnaire, with its task and whoever accepted it."""
    rows = SafetyAnswer.objects.filter(answer__request=request).select_related("task__accepted_by")
    return rows.order_by("-pk").first()


def safety_answers_of(patient: Patient) -> Sequence[SafetyAnswer]:
    """Every safety answer of a patient, newest first, with its task."""
    rows = SafetyAnswer.objects.filter(patient=patient).select_related("task__accepted_by", "task__done_by")
    return list(rows.order_by("-pk"))


def findings_before_dose(patient: Patient) -> tuple[Finding, ...]:
    """A stop for every safety answer that no clinician has talked over with the patient yet (its task is not done)."""
    return findings_before_dose_of_each([patient]).get(patient.pk, ())


def findings_before_dose_of_each(patients: Sequence[Patient]) -> Mapping[int, tuple[Finding, ...]]:
    """``findings_before_dose`` of many patients, by the patient's id, in one query."""
    rows = SafetyAnswer.objects.filter(patient__in=patients, task__done_at=None).order_by("pk")
    found: dict[int, tuple[Finding, ...]] = {}
    for row in {row.task_id: row for row in rows}.values():
        found[row.patient_id] = (*found.get(row.patient_id, ()), *before_next_dose(concern_of(row), None))
    return found


def concern_of(row: SafetyAnswer) -> SafetyConcern:
    """A stored safety answer as the rules know it."""
    urgency = cast(Urgency, row.urgency)
    return SafetyConcern(row.instrument, row.item, row.value, row.words, row.previous, urgency, row.graded_by)


def is_open_now(protocol: Protocol, now: datetime) -> bool:
    """Whether somebody is at the clinic: an open day, within its hours."""
    day = local_day(now, protocol.zone)
    return not why_closed(protocol, day) and opening_period(day, protocol.opening, protocol.zone).holds(now)


def zone_of(row: Request | Score) -> ZoneInfo:
    """The zone in which the clinic of this row counts its days."""
    return ZoneInfo(row.clinic.time_zone)


def _requests(clinic_id: int) -> QuerySet[Request]:
    rows: QuerySet[Request] = Request.objects.filter(clinic_id=clinic_id)
    return rows.select_related("patient", "clinic")


@lru_cache(maxsize=32)
def _licensed(instrument: Instrument, folder: Path) -> Instrument:
    return load_text(instrument, folder)


def _day(score: Score) -> date:
    return local_day(score.happened_at, zone_of(score))


def _point(score: Score) -> ScorePoint:
    instrument = instrument_asked(score.request)
    return ScorePoint(
        request_ref=score.request.ref,
        instrument=score.instrument,
        name=instrument.name,
        occasion=score.request.occasion,
        day=_day(score),
        total=score.total,
        most=max((band.most for band in instrument.bands), default=None),
        band=score.band,
        complete=score.complete,
        prorated=score.prorated,
        how=score.how,
    )
