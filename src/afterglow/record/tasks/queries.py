"""Finding work."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q
from django.http import Http404

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.record.people.queries import access_patient_by_id
from afterglow.record.tasks.models import Task


def access_task(*, by: Actor, ref: str) -> Task:
    """One task of the actor's clinic that they may open. Raises Http404."""
    rows = Task.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("patient", "accepted_by", "done_by")
    task = rows.first()
    if task is None or not may_open(by, task):
        raise Http404
    if task.patient_id is not None:
        access_patient_by_id(by=by, patient_id=task.patient_id)
    return task


def may_open(by: Actor, task: Task) -> bool:
    """Whether a task is for the actor: work of their roles, taken on or done by them, or part of a record they read.

    What a task is about can be an answer from a questionnaire: nobody meets it by working at the clinic alone.
    """
    if task.clinic_id != by.clinic_id or not by.may(Permission.WORK_TASKS):
        return False
    roles = {role.value for role in by.roles}
    theirs = by.account_id is not None and by.account_id in (task.accepted_by_id, task.done_by_id)
    return bool(roles & {task.role, task.pass_on_to}) or theirs or by.may(Permission.SEE_RECORD)


def open_tasks(*, by: Actor, most: int = 100) -> Sequence[Task]:
    """The open work of the actor's roles, passed on to them too, and what they took on; soonest due first."""
    roles = [role.value for role in by.roles]
    passed_on = Q(pass_on_to__in=roles, passed_on_at__isnull=False)
    own = Q(role__in=roles) | passed_on | Q(accepted_by_id=by.account_id)
    rows = Task.objects.filter(own, clinic_id=by.clinic_id, done_at=None).select_related("patient", "accepted_by")
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:most])


def open_task(*, kind: str, about: str, clinic_id: int) -> Task | None:
    """The open task of this kind about this thing, if there is one."""
    rows = Task.objects.filter(clinic_id=clinic_id, kind=kind, about=about, done_at=None)
    return rows.select_related("accepted_by").first()


def latest_task(*, kind: str, about: str, clinic_id: int) -> Task | None:
    """The last task of this kind about this thing, open or done."""
    rows = Task.objects.filter(clinic_id=clinic_id, kind=kind, about=about).select_related("accepted_by", "done_by")
    return rows.order_by("-pk").first()
