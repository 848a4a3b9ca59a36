"""The treatments of some days with where each stands, in a few queries however many patients they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import OuterRef, Subquery

from afterglow.care.course.models import GIVEN as GIVEN_STATE
from afterglow.care.course.models import PLANNED, Direction, Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.models import (
    COMPLETE,
    GIVEN,
    PAUSE,
    STOP,
    Departure,
    DoseSheet,
    InfusionEvent,
    ReadinessAnswer,
    Reading,
    Session,
)
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.sessions import sessions_by_treatment
from afterglow.care.treatment.rules import infusion
from afterglow.care.treatment.rules.phases import Phase, Stand, phase_of
from afterglow.ground.access.models import Entry

E = TypeVar("E", bound=Entry)

_PHASES = {
    PAUSE: infusion.Phase.PAUSED,
    STOP: infusion.Phase.STOPPED,
    COMPLETE: infusion.Phase.COMPLETED,
}
"""Where an infusion is after its last event; after every other one it runs."""


def treatments_between(first: date, last: date, *, clinic_id: int) -> Sequence[Treatment]:
    """What is planned for, or was given on, these days and the days between, by day, time and patient.

    Each row carries ``signed_micrograms`` of its direction in force, and of its session ``settled_at``, ``left_at``,
    ``session_bay`` and ``last_event``; None where there is none.
    """
    sessions = Session.objects.filter(treatment=OuterRef("pk"))
    events = InfusionEvent.objects.filter(session__treatment=OuterRef("pk")).order_by("-pk")
    signed = Direction.objects.filter(treatment=OuterRef("pk"), superseded_by=None).order_by("-pk")
    rows = Treatment.objects.filter(
        clinic_id=clinic_id, planned_day__range=(first, last), state__in=(PLANNED, GIVEN_STATE)
    )
    found = rows.select_related("course__episode__patient", "appointment__bay").annotate(
        signed_micrograms=Subquery(signed.values("dose_micrograms")[:1]),
        settled_at=Subquery(sessions.values("settled_at")[:1]),
        left_at=Subquery(sessions.values("left_at")[:1]),
        session_bay=Subquery(sessions.values("bay__name")[:1]),
        last_event=Subquery(events.values("kind")[:1]),
    )
    return list(found.order_by("planned_day", "appointment__starts_at", "pk"))


def phase_at_a_glance(treatment: Treatment) -> Phase:
    """Where a treatment of ``treatments_between`` stands; whether anything still holds it back is not looked at."""
    last = getattr(treatment, "last_event", None)
    running = infusion.Phase.READY if last in (None, GIVEN) else _PHASES.get(str(last), infusion.Phase.RUNNING)
    stand = Stand(
        settled=getattr(treatment, "settled_at", None) is not None,
        infusion=running,
        dosed=last == GIVEN,
        clear_to_start=False,
        clear_to_leave=False,
        left=getattr(treatment, "left_at", None) is not None,
    )
    return phase_of(stand)


def readiness_answers(treatments: Iterable[Treatment]) -> Mapping[int, Mapping[str, str]]:
    """What patients answered the day before: by treatment, question code to option code; the latest counts."""
    rows = ReadinessAnswer.objects.filter(treatment__in=[one.pk for one in treatments]).order_by("pk")
    found: dict[int, dict[str, str]] = {}
    for treatment_id, question, option in rows.values_list("treatment_id", "question", "option"):
        found.setdefault(treatment_id, {})[question] = option
    return found


def day_known(day: date, *, clinic_id: int, now: datetime) -> Sequence[Known]:
    """What a day's list shows of every treatment of that day. Only what the list needs has been read."""
    treatments = treatments_between(day, day, clinic_id=clinic_id)
    sessions = sessions_by_treatment(treatments)
    directions = {
        row.treatment_id: row for row in Direction.objects.filter(treatment__in=treatments, superseded_by=None)
    }
    mine = list(sessions.values())
    sheets = by_session(DoseSheet.objects.filter(session__in=mine).select_related("check_made").order_by("pk"))
    events = by_session(InfusionEvent.objects.filter(session__in=mine).order_by("pk"))
    measured = Reading.objects.filter(session__in=mine, corrected_by=None, systolic__isnull=False)
    readings = by_session(measured.order_by("happened_at", "pk"))
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


def by_session(rows: Iterable[E]) -> dict[int, list[E]]:
    """Rows of many sessions, in their order, by the session's id."""
    found: dict[int, list[E]] = {}
    for row in rows:
        found.setdefault(row.session_id, []).append(row)  # type: ignore[attr-defined]
    return found


def _of(rows: dict[int, list[E]], session: Session | None) -> tuple[E, ...]:
    return tuple(rows.get(session.pk, ())) if session else ()
