"""Reads for the record on one page: what lies ahead of a patient in one query, and who read about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.record.diary.models import Appointment
from afterglow.record.people.models import Patient
from afterglow.record.tasks.models import Task

_KINDS = dict(Appointment.KINDS)
_MOST = 40


@dataclass(frozen=True)
class TaskAhead:
    """An open task about the patient; ``taken_by`` is empty until somebody has taken it on."""

    ref: str
    title: str
    due_at: datetime | None
    role: str
    taken_by: str
    grade: str


@dataclass(frozen=True)
class Booked:
    """An appointment that has not ended."""

    ref: str
    what: str
    starts_at: datetime
    bay: str
    with_whom: str


@dataclass(frozen=True)
class Ahead:
    """What lies ahead of a patient, each list soonest first."""

    tasks: tuple[TaskAhead, ...]
    appointments: tuple[Booked, ...]


@dataclass(frozen=True)
class Read:
    """Somebody opened a page about the patient."""

    at: datetime
    who: str
    page: str


def ahead_of(patient: Patient, *, by: Actor, now: datetime) -> Ahead:
    """Open tasks and appointments still to come, in one query.

    Whoever may not read the record sees the tasks of their own roles only: others can name what was answered.
    """
    rows = list(_tasks(patient, by).union(_appointments(patient, now), all=True))
    tasks = [
        TaskAhead(ref, title, at, first, second or "", grade)
        for what, ref, title, at, first, second, grade in rows
        if what == "task"
    ]
    booked = [
        Booked(ref, _KINDS[kind], at, bay or "", with_whom or "")
        for what, ref, kind, at, bay, with_whom, _ in rows
        if what == "appointment"
    ]
    return Ahead(
        tuple(sorted(tasks, key=lambda one: (one.due_at is None, one.due_at or now, one.ref))[:_MOST]),
        tuple(sorted(booked, key=lambda one: (one.starts_at, one.ref))[:_MOST]),
    )


def reads_of(patient: Patient, *, most: int = 100) -> Sequence[Read]:
    """Who opened pages about a patient, newest first."""
    rows = list(reads.about(patient.pk, clinic_id=patient.clinic_id).order_by("-id")[:most])
    accounts = [row.actor_id for row in rows if row.actor_kind == "account" and row.actor_id is not None]
    names = {account.pk: str(account) for account in Account.objects.filter(pk__in=accounts)}
    return [Read(row.at, names.get(row.actor_id or 0, row.actor_kind), row.page) for row in rows]


def _tasks(patient: Patient, by: Actor) -> QuerySet[Any, Any]:
    rows = Task.objects.filter(patient=patient, done_at=None)
    if not by.may(Permission.SEE_RECORD):
        rows = rows.filter(Q(role__in=[role.value for role in by.roles]) | Q(accepted_by_id=by.account_id))
    return rows.values_list(_said("task"), "ref", "title", "due_at", "role", "accepted_by__name", "grade")


def _appointments(patient: Patient, now: datetime) -> QuerySet[Any, Any]:
    rows = Appointment.objects.filter(patient=patient, cancelled_at=None, ends_at__gt=now)
    return rows.values_list(
        _said("appointment"), "ref", "kind", "starts_at", "bay__name", "with_account__name", _said("")
    )


def _said(words: str) -> Value:
    return Value(words, output_field=CharField())
