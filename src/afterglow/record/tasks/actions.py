"""Raising work, taking it on, passing it on, and finishing it."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.record.people.models import Patient
from afterglow.record.tasks.models import Task


@action("tasks.raised", may=Permission.WORK_TASKS)
def raise_task(
    *,
    kind: str,
    about: str,
    title: str,
    role: Role,
    by: Actor,
    now: datetime,
    patient: Patient | None = None,
    detail: str = "",
    link: str = "",
    grade: str = "",
    due_at: datetime | None = None,
    pass_on_at: datetime | None = None,
    pass_on_to: Role | None = None,
) -> Task:
    """Open a task, or return the one of this kind that is open about the same thing already."""
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    found = Task.objects.filter(clinic_id=by.clinic_id, kind=kind, about=about, done_at=None).first()
    return found or Task.objects.create(
        clinic_id=by.clinic_id,
        kind=kind,
        about=about,
        title=title,
        role=role.value,
        patient=patient,
        detail=detail,
        link=link,
        grade=grade,
        raised_at=now,
        due_at=due_at,
        pass_on_at=pass_on_at,
        pass_on_to=pass_on_to.value if pass_on_to else "",
    )


@action("tasks.accepted", may=Permission.WORK_TASKS)
def accept(*, task: Task, by: Actor, now: datetime) -> Task:
    """Take a task on. Raises Refused when it is another role's, when somebody else has it, or when it is done."""
    row = Task.objects.select_for_update().get(pk=task.pk)
    _refuse_other_role(row, by)
    if row.done_at is not None:
        raise Refused([_no("task-done", "This is done already.")])
    if row.accepted_by_id not in (None, by.account_id):
        raise Refused([_no("task-taken", f"{row.accepted_by} has taken this on already.")])
    row.accepted_by_id, row.accepted_at = by.account_id, row.accepted_at or now
    row.save(update_fields=["accepted_by", "accepted_at"])
    return row


@action("tasks.passed_on", may=Permission.DO_DUE_WORK)
def pass_on(*, task: Task, by: Actor, now: datetime) -> Task:
    """Give a task that nobody accepted in time to the next role as well. Does nothing a second time."""
    row = Task.objects.select_for_update().get(pk=task.pk)
    if row.done_at is None and row.accepted_at is None and row.passed_on_at is None and row.pass_on_to:
        row.passed_on_at = now
        row.save(update_fields=["passed_on_at"])
    return row


@action("tasks.done", may=Permission.WORK_TASKS)
def finish(*, task: Task, outcome: str, by: Actor, now: datetime) -> Task:
    """Finish a task, saying what came of it. A task nobody had accepted is accepted by whoever finishes it."""
    row = Task.objects.select_for_update().get(pk=task.pk)
    if row.done_at is None:
        row.accepted_by_id, row.accepted_at = row.accepted_by_id or by.account_id, row.accepted_at or now
        row.done_by_id, row.done_at, row.outcome = by.account_id, now, outcome
        row.save(update_fields=["accepted_by", "accepted_at", "done_by", "done_at", "outcome"])
    return row


@action("tasks.completed", may=Permission.WORK_TASKS)
def complete(*, task: Task, outcome: str, by: Actor, now: datetime) -> Task:
    """Finish a task from its own page. Raises Refused when it is another role's."""
    _refuse_other_role(task, by)
    return finish(task=task, outcome=outcome, by=by, now=now)


def _refuse_other_role(task: Task, by: Actor) -> None:
    asked = {task.role, task.pass_on_to} - {""}
    if not asked & {role.value for role in by.roles}:
        words = f"This is work for: {' or '.join(sorted(asked))}."
        raise Refused([_no("another-role", words)])


def _no(code: str, words: str) -> Finding:
    return Finding(code, Severity.STOP, words, "default", interlock=True)
