"""Everybody who is in a bay now, with all that the board shows, in a few queries however many bays there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.db.models.functions import TruncMinute

from afterglow.care.assessment.queries import conditions_of_each
from afterglow.care.course.models import PLANNED, Direction, Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.entries import AsNeeded, Incident, LookingAfter, OxygenTarget
from afterglow.care.treatment.models import (
    MONITOR,
    Device,
    DoseSheet,
    EffectNote,
    InfusionEvent,
    LeavingCheck,
    ReadinessCheck,
    Reading,
    RecoveryScored,
    Seen,
    Session,
)
from afterglow.care.treatment.queries.cleaning import cleaned_bays
from afterglow.care.treatment.queries.known import Known, is_pregnant
from afterglow.care.treatment.queries.today import by_session
from afterglow.care.treatment.queries.waiting import read_before_dose
from afterglow.care.treatment.rules.cleaning import Cleaned
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.diary.models import Bay
from afterglow.record.diary.queries import bays
from afterglow.record.pathway.models import Override

TREND = timedelta(minutes=90)
"""How far back a monitor's readings are shown: one of each minute, so that it does not matter how often it sends."""


@dataclass(frozen=True)
class BayNow:
    """A bay, who is in it, who looks after them, whether a monitor is joined to it, who comes next, and its cleaning.

    ``cleaned`` is None where somebody has been in it since, or nobody wrote a cleaning down.
    """

    bay: Bay
    known: Known | None
    cared_by: str
    has_monitor: bool
    next: Treatment | None
    cleaned: Cleaned | None = None


def bays_now(*, clinic_id: int, protocol: Protocol, now: datetime) -> Sequence[BayNow]:
    """The board's bays in their order. ``protocol`` is the one in force."""
    sessions = list(_open_sessions(clinic_id))
    known = _known(sessions, now)
    cared = _cared_by(sessions)
    monitored = set(Device.objects.filter(clinic_id=clinic_id, retired_at=None).values_list("bay_id", flat=True))
    coming = _coming(clinic_id, protocol, now)
    cleaned = cleaned_bays(clinic_id)
    there = {session.bay_id: session for session in sessions}
    found = []
    for bay in bays(clinic_id):
        session = there.get(bay.pk)
        found.append(
            BayNow(
                bay,
                known[session.pk] if session else None,
                cared[session.pk] if session else "",
                bay.pk in monitored,
                coming.get(bay.pk),
                cleaned.get(bay.pk),
            )
        )
    return found


def _open_sessions(clinic_id: int) -> Sequence[Session]:
    rows = Session.objects.filter(clinic_id=clinic_id, left_at=None)
    return list(rows.select_related("treatment__course__episode__patient", "treatment__appointment", "bay"))


def _coming(clinic_id: int, protocol: Protocol, now: datetime) -> Mapping[int, Treatment]:
    """The next patient booked today into each bay who is not there yet."""
    rows = Treatment.objects.filter(
        clinic_id=clinic_id, state=PLANNED, planned_day=local_day(now, protocol.zone), appointment__bay__isnull=False
    ).exclude(pk__in=Session.objects.filter(clinic_id=clinic_id).values("treatment"))
    rows = rows.select_related("course__episode__patient", "appointment").order_by("-appointment__starts_at")
    return {row.appointment.bay_id: row for row in rows if row.appointment and row.appointment.bay_id}


def _cared_by(sessions: Sequence[Session]) -> Mapping[int, str]:
    taken = LookingAfter.objects.filter(session__in=sessions).order_by("pk")
    found = {session.pk: session.settled_by for session in sessions}
    return found | dict(taken.values_list("session_id", "author_name"))


def _known(sessions: Sequence[Session], now: datetime) -> Mapping[int, Known]:
    """As ``known_about`` for many, with what the board asks of each of them read at once."""
    treatments = [one.treatment for one in sessions]
    directions = {
        row.treatment_id: row for row in Direction.objects.filter(treatment__in=treatments, superseded_by=None)
    }
    overrides = _overrides(sessions)
    rows: dict[str, dict[int, list[Any]]] = {
        "sheets": by_session(
            DoseSheet.objects.filter(session__in=sessions).select_related("check_made").order_by("pk")
        ),
        "events": by_session(InfusionEvent.objects.filter(session__in=sessions).order_by("pk")),
        "readings": by_session(_readings(sessions, now)),
        "effects": by_session(EffectNote.objects.filter(session__in=sessions).order_by("happened_at", "pk")),
        "incidents": by_session(Incident.objects.filter(session__in=sessions).order_by("happened_at", "pk")),
        "oxygen_targets": by_session(OxygenTarget.objects.filter(session__in=sessions).order_by("pk")),
        "recovery_scores": by_session(RecoveryScored.objects.filter(session__in=sessions).order_by("pk")),
        "as_needed": by_session(AsNeeded.objects.filter(session__in=sessions).prefetch_related("given").order_by("pk")),
    }
    conditions = conditions_of_each([one.patient for one in treatments])
    seen = by_session(Seen.objects.filter(session__in=sessions))
    ready = {row.session_id: row for row in ReadinessCheck.objects.filter(session__in=sessions).order_by("pk")}
    checks = by_session(LeavingCheck.objects.filter(session__in=sessions))
    found = {}
    for session in sessions:
        treatment, pk = session.treatment, session.pk
        mine = {key: row for key, row in overrides.items() if key[1].startswith(treatment.ref)}
        direction = directions.get(treatment.pk)
        known = Known(treatment, protocol_of(treatment.course), now, session, direction, answers={}, overrides=mine)
        vars(known).update({name: tuple(of.get(pk, ())) for name, of in rows.items()})
        vars(known).update(
            seen={(row.code, row.about): row for row in seen.get(pk, ())},
            leaving_checks={row.code: row for row in checks.get(pk, ())},
            check=ready.get(pk),
            pregnant=is_pregnant(conditions.get(treatment.patient.pk, ())),
            departure=None,
        )
        found[pk] = known
    read_before_dose([one for one in found.values() if not one.events])
    return found


def _overrides(sessions: Sequence[Session]) -> Mapping[tuple[str, str], Override]:
    if not sessions:
        return {}
    since = min(one.settled_at for one in sessions) - timedelta(days=1)
    rows = Override.objects.filter(clinic_id=sessions[0].clinic_id, happened_at__gte=since).order_by("pk")
    return {(row.code, row.about): row for row in rows}


def _readings(sessions: Sequence[Session], now: datetime) -> Sequence[Reading]:
    """Everything typed and every pressure; of a monitor's other readings the last of each minute."""
    stands = Reading.objects.filter(session__in=sessions, corrected_by=None)
    sent = stands.filter(source=MONITOR, happened_at__gt=now - TREND)
    last = sent.annotate(minute=TruncMinute("happened_at")).values("session", "minute").annotate(last=Max("pk"))
    kept = Q(pk__in=list(last.values_list("last", flat=True))) | ~Q(source=MONITOR) | Q(systolic__isnull=False)
    return list(stands.filter(kept).defer("raw").order_by("happened_at", "pk"))
