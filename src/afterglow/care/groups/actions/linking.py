"""The way into an online meeting: made ahead by the clinic's service, or asked of a person in good time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.urls import reverse

from afterglow.care.groups.actions.arranging import set_link
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.linking import NO_LINK_TASK, meetings_without_link, settled_link_tasks
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor, system_actor
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.design.words import moment
from afterglow.ground.gateways.meetings.meeting import MeetingGateway, Throttled, Wanted
from afterglow.ground.gateways.message import TryAgain, WillNotTake
from afterglow.record.tasks import actions as tasks
from afterglow.record.tasks.models import Task

ASK_BEFORE = timedelta(days=2)
"""How long before a meeting a person is asked for a link that is still missing (default)."""
_LEFT_ALONE = "online-meetings-left-alone"


def make_links(gateway: MeetingGateway | None, now: datetime) -> int:
    """Make what is missing, outside any transaction; a person is asked where it cannot be made. Returns how many.

    The service is left alone for as long as it wants to be; the same meeting is never made twice.
    """
    missing, made = meetings_without_link(now=now), 0
    for meeting in missing:
        if gateway is not None and not cache.get(_LEFT_ALONE) and _made(meeting, gateway, now):
            made += 1
        elif meeting.starts_at <= now + ASK_BEFORE:
            ask_for_link(meeting=meeting, by=system_actor(meeting.clinic_id), now=now)
    for task, meeting in settled_link_tasks():
        settle(task=task, meeting=meeting, by=system_actor(meeting.clinic_id), now=now)
    return made


@action("groups.online_meeting_made", may=Permission.DO_DUE_WORK)
def keep_link(*, meeting: Meeting, link: str, by: Actor, now: datetime) -> None:
    """Keep the link that was made, unless somebody has pasted one meanwhile."""
    row: Meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not row.link:
        set_link(meeting=row, link=link, by=by, now=now)


@action("groups.link_asked_for", may=Permission.DO_DUE_WORK)
def ask_for_link(*, meeting: Meeting, by: Actor, now: datetime) -> None:
    """Ask the office for the link of a meeting that is near."""
    when = moment(meeting.starts_at, ZoneInfo(meeting.series.clinic.time_zone))
    tasks.raise_task(
        kind=NO_LINK_TASK,
        about=meeting.ref,
        title=f"The online meeting on {when} has no link yet: paste it",
        role=Role.ADMINISTRATOR,
        link=reverse("groups:link", args=[meeting.ref]),
        due_at=meeting.door_opens_at,
        by=by,
        now=now,
    )


@action("groups.link_task_settled", may=Permission.DO_DUE_WORK)
def settle(*, task: Task, meeting: Meeting, by: Actor, now: datetime) -> None:
    """Close a task whose meeting has its link, or was called off."""
    tasks.finish(task=task, outcome="It has a link." if meeting.link else "It was called off.", by=by, now=now)


def _made(meeting: Meeting, gateway: MeetingGateway, now: datetime) -> bool:
    # Everybody who joins reads the subject: it names the clinic and nothing else.
    subject = f"Meeting, {meeting.series.clinic.name}"
    try:
        made = gateway.create_or_get(Wanted(meeting.ref, subject, meeting.starts_at, meeting.ends_at))
    except Throttled as busy:
        cache.set(_LEFT_ALONE, "yes", timeout=busy.after.total_seconds())
        return False
    except (TryAgain, WillNotTake):
        return False
    keep_link(meeting=meeting, link=made.link, by=system_actor(meeting.clinic_id), now=now)
    return True
