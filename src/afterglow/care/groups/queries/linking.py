"""Which online meetings still have no way in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.care.groups.models.series import PATIENTS, Meeting
from afterglow.care.groups.queries.terms import group_of
from afterglow.record.tasks.models import Task

NO_LINK_TASK = "meeting-without-link"


def meetings_without_link(*, now: datetime) -> Sequence[Meeting]:
    """Online meetings of groups, to come and not called off, whose link is neither made nor pasted; soonest first."""
    rows = Meeting.objects.filter(link="", cancelled_at=None, starts_at__gt=now, series__audience=PATIENTS)
    found = rows.select_related("series__clinic").order_by("starts_at", "pk")
    return [meeting for meeting in found if group_of(meeting).where == "online"]


def settled_link_tasks() -> Sequence[tuple[Task, Meeting]]:
    """Open tasks about a missing link whose meeting has one by now, or needs none any more."""
    tasks = {task.about: task for task in Task.objects.filter(kind=NO_LINK_TASK, done_at=None)}
    meetings = Meeting.objects.filter(ref__in=tasks).order_by("pk")
    return [(tasks[one.ref], one) for one in meetings if one.link or one.cancelled_at is not None]
