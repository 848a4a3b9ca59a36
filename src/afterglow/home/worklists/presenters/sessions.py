"""Today's appointments and treatments by their time, each with its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from afterglow.care.course.models import Treatment
from afterglow.care.treatment.queries.today import phase_at_a_glance
from afterglow.care.treatment.rules.phases import Phase
from afterglow.care.treatment.rules.readiness import answer_findings
from afterglow.ground.design.words import clock, counted, short_day
from afterglow.ground.kernel.finding import Severity
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.diary.models import TREATMENT, Appointment

_LOOKS = {
    Phase.EXPECTED: ("plain", "not-yet"),
    Phase.SETTLING: ("plain", "due"),
    Phase.READY: ("info", "info"),
    Phase.RUNNING: ("info", "live"),
    Phase.PAUSED: ("caution", "pause"),
    Phase.RECOVERING: ("info", "live"),
    Phase.READY_TO_LEAVE: ("ok", "door"),
    Phase.LEFT: ("ok", "done"),
}
_ROUTES = {"intravenous": "IV", "intramuscular": "IM", "nasal": "Nasal", "oral": "Oral", "sublingual": "Sublingual"}


@dataclass(frozen=True)
class SessionRow:
    """One appointment or treatment of the day. ``notes`` are what its patient answered that wants a look."""

    patient_id: int
    time: str
    name: str
    url: str
    small: str
    state: str
    look: str
    shape: str
    with_ref: str = ""
    bay: str = ""
    signed: str = ""
    answered: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    """Look and words of each."""


def session_rows(
    treatments: Iterable[Treatment],
    appointments: Iterable[Appointment],
    today: date,
    zone: ZoneInfo,
    *,
    clinical: bool = True,
) -> list[SessionRow]:
    """The day: every treatment planned for it, and every other appointment, by time; what has no time stands last.

    For whoever is not ``clinical`` a treatment leads to the patient's page, not to its own.
    """
    planned = [one for one in treatments if one.planned_day == today]
    known = {one.appointment_id for one in planned}
    others = [
        one
        for one in appointments
        if one.pk not in known and local_day(one.starts_at, zone) == today and one.kind != TREATMENT
    ]
    rows = [treatment_row(one, zone, clinical=clinical) for one in planned] + [
        _appointment_row(one, zone) for one in others
    ]
    return sorted(rows, key=lambda row: (row.time == "", row.time, row.name))


def treatment_row(treatment: Treatment, zone: ZoneInfo, *, clinical: bool = True) -> SessionRow:
    """One treatment of the day."""
    patient = treatment.course.episode.patient
    phase, booked = phase_at_a_glance(treatment), treatment.appointment
    look, shape = _LOOKS[phase]
    bay = getattr(treatment, "session_bay", None) or (booked.bay.name if booked and booked.bay else "")
    signed = getattr(treatment, "signed_micrograms", None)
    return SessionRow(
        patient_id=patient.pk,
        time=clock(booked.starts_at, zone) if booked else "",
        name=patient.full_name,
        url=reverse("treatment:treatment", args=[treatment.ref])
        if clinical
        else reverse("record:patient", args=[patient.ref]),
        small=", ".join(part for part in (_ROUTES.get(treatment.route, treatment.route), bay.lower()) if part),
        bay=bay,
        state=phase.value,
        look=look,
        shape=shape,
        signed=str(Dose(signed)) if signed is not None else "",
    )


def with_readiness(
    row: SessionRow, treatment: Treatment, answers: Mapping[str, str] | None, protocol: Protocol
) -> SessionRow:
    """The same row with what the patient answered the day before."""
    if answers is None:
        return replace(row, answered="not answered")
    asked = protocol.readiness.for_route(treatment.route)
    known = {one.code: answers[one.code] for one in asked if one.code in answers}
    found = [one for one in answer_findings(asked, known) if one.severity is not Severity.INFO]
    words = {
        f"answer-{one.code}": f"{one.name}: “{one.option(known[one.code]).say}”" for one in asked if one.code in known
    }
    notes = tuple((one.severity.value, words[one.code]) for one in found)
    return replace(row, answered=counted(len(notes), "caution") if notes else "nothing to note", notes=notes)


def by_bay(rows: Sequence[SessionRow]) -> list[SessionRow]:
    """As they stand in the department: bay by bay, then by time."""
    return sorted(rows, key=lambda row: (row.bay == "", row.bay, row.time))


def _appointment_row(one: Appointment, zone: ZoneInfo) -> SessionRow:
    whom = f", {one.with_account}" if one.with_account else ""
    state, look, shape = ("Came", "ok", "done") if one.attended_at else ("Expected", "plain", "not-yet")
    return SessionRow(
        patient_id=one.patient_id,
        time=clock(one.starts_at, zone),
        name=one.patient.full_name,
        url=reverse("record:patient", args=[one.patient.ref]),
        small=f"{one.kind_words}{whom}",
        state=state,
        look=look,
        shape=shape,
        with_ref=one.with_account.ref if one.with_account else "",
    )


def ahead_row(one: Appointment, zone: ZoneInfo) -> SessionRow:
    """An appointment on some day to come."""
    return replace(_appointment_row(one, zone), time=short_day(one.starts_at, zone))


def clinicians(appointments: Iterable[Appointment]) -> list[tuple[str, str]]:
    """Everybody an appointment is with: ref and name, by name."""
    found = {one.with_account.ref: str(one.with_account) for one in appointments if one.with_account}
    return sorted(found.items(), key=lambda pair: pair[1])


def greeting(name: str, now: datetime, zone: ZoneInfo) -> str:
    """``Good morning, Joanne``: the first name, without a title."""
    hour = now.astimezone(zone).hour
    part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    names = [word for word in name.split() if word.rstrip(".") not in {"Dr", "Prof", "Mr", "Mrs", "Ms", "Mx"}]
    return f"Good {part}, {names[0] if names else name}."
