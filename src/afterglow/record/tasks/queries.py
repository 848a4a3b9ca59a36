"""Finding work."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.record.people.models import Patient
from afterglow.record.tasks.models import Task


def access_task(*, by: Actor, ref: str) -> Task:
    """One task of the actor's clinic. Raises Http404."""
    rows = Task.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("patient", "accepted_by")
    task = rows.first()
    if task is None or not by.may(Permission.WORK_TASKS):
        raise Http404
    return task


def open_tasks(*, by: Actor, most: int = 100) -> Sequence[Task]:
    """The open work of the actor's roles, and what they have taken on, soonest due first."""
    rows = Task.objects.filter(clinic_id=by.clinic_id, done_at=None).select_related("patient", "accepted_by")
    own = rows.filter(role__in=[role.value for role in by.roles]) | rows.filter(accepted_by_id=by.account_id)
    return list(own.order_by("due_at", "pk")[:most])


def open_tasks_about(patient: Patient) -> Sequence[Task]:
    """Every open task about one patient."""
    rows = Task.objects.filter(patient=patient, done_at=None).select_related("accepted_by")
    return list(rows.order_by("due_at", "pk"))


def open_task(*, kind: str, about: str, clinic_id: int) -> Task | None:
    """The open task of this kind about this thing, if there is one."""
    rows = Task.objects.filter(clinic_id=clinic_id, kind=kind, about=about, done_at=None)
    return rows.select_related("accepted_by").first()
