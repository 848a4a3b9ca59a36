"""The sessions of one day, read together: a few queries for the whole day, however many patients it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from afterglow.care.course.models import Direction
from afterglow.care.course.queries import protocol_of, treatments_on
from afterglow.care.treatment.models import Departure, DoseSheet, InfusionEvent, Reading, Session
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.sessions import sessions_by_treatment
from afterglow.ground.access.models import Entry

E = TypeVar("E", bound=Entry)


def day_known(day: date, *, clinic_id: int, now: datetime) -> Sequence[Known]:
    """What a day's list shows of every treatment of that day. Only what the list needs has been read."""
    treatments = treatments_on(day, clinic_id=clinic_id)
    sessions = sessions_by_treatment(treatments)
    directions = {
        row.treatment_id: row for row in Direction.objects.filter(treatment__in=treatments, superseded_by=None)
    }
    mine = list(sessions.values())
    sheets = _by_session(DoseSheet.objects.filter(session__in=mine).select_related("check_made").order_by("pk"))
    events = _by_session(InfusionEvent.objects.filter(session__in=mine).order_by("pk"))
    measured = Reading.objects.filter(session__in=mine, corrected_by=None, systolic__isnull=False)
    readings = _by_session(measured.order_by("happened_at", "pk"))
    departures = {row.session_id: row for row in Departure.objects.filter(session__in=mine)}
    found = []
    for treatment in treatments:
        session = sessions.get(treatment.pk)
        protocol, direction = protocol_of(treatment.course), directions.get(treatment.pk)
        known = Known(treatment, protocol, now, session, direction, answers={}, overrides={})
        vars(known).update(
            sheets=_of(sheets, session),
            events=_of(events, session),
            readings=_of(readings, session),
            departure=departures.get(session.pk) if session else None,
        )
        found.append(known)
    return found


def _by_session(rows: Iterable[E]) -> dict[int, list[E]]:
    found: dict[int, list[E]] = {}
    for row in rows:
        found.setdefault(row.session_id, []).append(row)  # type: ignore[attr-defined]
    return found


def _of(rows: dict[int, list[E]], session: Session | None) -> tuple[E, ...]:
    return tuple(rows.get(session.pk, ())) if session else ()
