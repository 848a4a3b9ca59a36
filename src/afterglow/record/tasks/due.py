"""What time makes happen to work: a task that nobody accepted goes on to the next role."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.actor import system_actor
from afterglow.record.tasks import actions
from afterglow.record.tasks.models import Task


def due(now: datetime) -> int:
    """Pass on every task whose time to be accepted is over; returns how many."""
    waiting = Task.objects.filter(done_at=None, accepted_at=None, passed_on_at=None, pass_on_at__lte=now)
    tasks = list(waiting.exclude(pass_on_to="").order_by("pass_on_at"))
    for task in tasks:
        actions.pass_on(task=task, by=system_actor(task.clinic_id), now=now)
    return len(tasks)
