"""Which online meetings still have no way in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from afterglow.care.groups.models.series import PATIENTS, Meeting
from afterglow.care.groups.queries.terms import group_of
from afterglow.record.tasks.models import Task

NO_LINK_TASK = "meeting-without-link"
OLD_TIME_TASK = "meeting-at-old-time"


def meetings_without_link(*, now: datetime) -> Sequence[Meeting]:
    """Online meetings of groups, to come and not called off, whose link is neither made nor pasted; soonest first."""
    rows = Meeting.objects.filter(link="", cancelled_at=None, starts_at__gt=now, series__audience=PATIENTS)
    found = rows.select_related("series__clinic").order_by("starts_at", "pk")
    return [meeting for meeting in found if group_of(meeting).where == "online"]


def meetings_told_otherwise(*, now: datetime) -> Sequence[Meeting]:
    """Meetings to come whose service has another time: they were moved since; soonest first."""
    rows = Meeting.objects.filter(online_starts_at__isnull=False, cancelled_at=None, starts_at__gt=now)
    found = rows.exclude(online_starts_at=F("starts_at")).select_related("series__clinic")
    return list(found.order_by("starts_at", "pk"))


def settled_link_tasks() -> Sequence[tuple[Task, Meeting]]:
    """Open tasks about a link that is missing, or stands at another time, and about which nothing is left to do."""
    open_tasks = Task.objects.filter(kind__in=(NO_LINK_TASK, OLD_TIME_TASK), done_at=None).order_by("pk")
    meetings = {one.ref: one for one in Meeting.objects.filter(ref__in=[task.about for task in open_tasks])}
    return [(task, meetings[task.about]) for task in open_tasks if _is_settled(task.kind, meetings[task.about])]


def _is_settled(kind: str, meeting: Meeting) -> bool:
    if meeting.cancelled_at is not None:
        return True
    if kind == NO_LINK_TASK:
        return bool(meeting.link)
    return meeting.online_starts_at in (None, meeting.starts_at)
