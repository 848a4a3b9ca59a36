"""What stands beside the chart: medicines with what is known of them, tasks, appointments, other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from afterglow.care.assessment.models import Medicine
from afterglow.care.assessment.queries import taken
from afterglow.care.assessment.rules.interactions import interaction_findings
from afterglow.care.assessment.rules.medicines import Taken, spelling_findings
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import day, moment, span
from afterglow.ground.kernel.finding import Severity
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Route
from afterglow.home.record.queries import Booked, TaskAhead
from afterglow.record.people.models import Patient

_P = Permission
_LOOKS = {Severity.INFO: "info", Severity.CAUTION: "caution", Severity.STOP: "stop"}

Notes = tuple[tuple[str, str, str], ...]
"""Look, words and source of each."""

_MOST_KNOWN = 4000
_known: dict[tuple[Taken, str, date, Route | None], Notes] = {}


@dataclass(frozen=True)
class MedicineRow:
    """One medicine on the list."""

    name: str
    dose: str
    notes: Notes


@dataclass(frozen=True)
class TaskRow:
    """One open task, with how soon it is due."""

    title: str
    whose: str
    due: str
    look: str
    shape: str
    url: str


def medicine_rows(medicines: Sequence[Medicine], protocol: Protocol, route: Route | None) -> tuple[MedicineRow, ...]:
    """What the patient takes, each with its interaction with the treatment (F18, F20)."""
    return tuple(MedicineRow(one.name, _dose(one), _notes(taken(one), protocol, route)) for one in medicines)


def task_rows(tasks: Sequence[TaskAhead], now: datetime) -> tuple[TaskRow, ...]:
    """The open tasks about the patient."""
    return tuple(_task_row(one, now) for one in tasks)


def appointment_rows(booked: Sequence[Booked], protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """What is booked: when, and what with whom and where."""
    return tuple(
        (
            moment(one.starts_at, protocol.zone),
            ", ".join(part for part in (one.what, one.bay, one.with_whom) if part),
        )
        for one in booked
    )


def places(patient: Patient, *, by: Actor, has_groups: bool) -> tuple[tuple[str, str], ...]:
    """The other pages of this patient's record, for whoever may open them; groups only where the clinic has any."""
    known = (
        ("Assessment", "assessment:assessment", (_P.SEE_RECORD,)),
        ("Consent", "consent:consent", (_P.SEE_RECORD,)),
        ("Course", "course:course", (_P.SEE_RECORD,)),
        ("Groups", "groups:of-patient", (_P.SEE_RECORD,) if has_groups else ()),
        ("Questionnaires", "outcomes:questionnaires", (_P.SEE_RECORD, _P.ASK_QUESTIONNAIRES)),
        ("Letters", "record:letters", (_P.SEE_RECORD, _P.WRITE_LETTERS)),
        ("Details", "people:details", (_P.SEE_PATIENTS,)),
        ("Steps", "record:steps", (_P.SEE_PATIENTS,)),
        ("Who read it", "record:readers", (_P.SEE_AUDIT,)),
    )
    return tuple(
        (words, reverse(name, args=[patient.ref]))
        for words, name, permissions in known
        if any(by.may(permission) for permission in permissions)
    )


def _dose(medicine: Medicine) -> str:
    if not medicine.as_needed:
        return medicine.dose
    last = f", last {day(medicine.last_taken)}" if medicine.last_taken else ""
    return f"{medicine.dose} if needed{last}".strip()


def _notes(medicine: Taken, protocol: Protocol, route: Route | None) -> Notes:
    """Looking up names takes long, the same medicines come again and again, and a version never changes."""
    key = (medicine, protocol.code, protocol.version, route)
    if key not in _known:
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        found = (*interaction_findings([medicine], protocol.assessment, route), *spelling_findings([medicine]))
        _known[key] = tuple(
            (_LOOKS[one.severity], one.words.removeprefix(f"{medicine.name}: "), one.source) for one in found
        )
    return _known[key]


def _task_row(task: TaskAhead, now: datetime) -> TaskRow:
    due, look, shape = _due(task, now)
    whose = f"taken on by {task.taken_by}" if task.taken_by else task.role
    return TaskRow(task.title, whose, due, look, shape, reverse("tasks:task", args=[task.ref]))


def _due(task: TaskAhead, now: datetime) -> tuple[str, str, str]:
    if task.due_at is None:
        return "in turn", "plain", "due"
    if task.due_at < now:
        return f"{span(now - task.due_at)} late", "stop", "late"
    return span(task.due_at - now), "caution" if task.grade == "now" else "", "due"
