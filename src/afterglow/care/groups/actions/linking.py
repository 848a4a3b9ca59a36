"""The way into an online meeting: made ahead by the clinic's service and moved with it, or asked of a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.urls import reverse

from afterglow.care.groups.actions.arranging import set_link
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.linking import (
    NO_LINK_TASK,
    OLD_TIME_TASK,
    meetings_told_otherwise,
    meetings_without_link,
    settled_link_tasks,
)
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
    """Make what is missing and move what was moved, outside any transaction; returns how many.

    A person is asked where it cannot be done. The service is left alone for as long as it wants to be; the same meeting
    is never made twice.
    """
    missing, made = meetings_without_link(now=now), 0
    for meeting in missing:
        if gateway is not None and not cache.get(_LEFT_ALONE) and _made(meeting, gateway, now):
            made += 1
        elif meeting.starts_at <= now + ASK_BEFORE:
            ask_for_link(meeting=meeting, by=system_actor(meeting.clinic_id), now=now)
    for meeting in meetings_told_otherwise(now=now):
        if gateway is not None and not cache.get(_LEFT_ALONE) and _made(meeting, gateway, now):
            made += 1
        elif meeting.starts_at <= now + ASK_BEFORE:
            ask_to_move(meeting=meeting, by=system_actor(meeting.clinic_id), now=now)
    for task, meeting in settled_link_tasks():
        settle(task=task, meeting=meeting, by=system_actor(meeting.clinic_id), now=now)
    return made


@action("groups.online_meeting_made", may=Permission.DO_DUE_WORK)
def keep_link(*, meeting: Meeting, link: str, starts_at: datetime, by: Actor, now: datetime) -> None:
    """Keep the link that was made, and the start that its service was told; not where somebody pasted one meanwhile."""
    row: Meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not row.link:
        row = set_link(meeting=row, link=link, by=by, now=now)
    if row.link == link:
        row.online_starts_at = starts_at
        row.save(update_fields=["online_starts_at"])


@action("groups.link_asked_for", may=Permission.DO_DUE_WORK)
def ask_for_link(*, meeting: Meeting, by: Actor, now: datetime) -> None:
    """Ask the office for the link of a meeting that is near."""
    when = moment(meeting.starts_at, ZoneInfo(meeting.series.clinic.time_zone))
    _ask_office(NO_LINK_TASK, f"The online meeting on {when} has no link yet: paste it", meeting, by, now)


@action("groups.online_move_asked_for", may=Permission.DO_DUE_WORK)
def ask_to_move(*, meeting: Meeting, by: Actor, now: datetime) -> None:
    """Ask the office to see to an online meeting that is near, and whose service could not be told its new time."""
    when = moment(meeting.starts_at, ZoneInfo(meeting.series.clinic.time_zone))
    words = f"The online meeting now on {when} stands at its old time with its service: paste another link"
    _ask_office(OLD_TIME_TASK, words, meeting, by, now)


@action("groups.link_task_settled", may=Permission.DO_DUE_WORK)
def settle(*, task: Task, meeting: Meeting, by: Actor, now: datetime) -> None:
    """Close a task whose meeting has its link, at its time, or was called off."""
    settled = "It has a link." if task.kind == NO_LINK_TASK else "Its link is for the new time."
    tasks.finish(task=task, outcome="It was called off." if meeting.cancelled_at else settled, by=by, now=now)


def _ask_office(kind: str, title: str, meeting: Meeting, by: Actor, now: datetime) -> None:
    tasks.raise_task(
        kind=kind,
        about=meeting.ref,
        title=title,
        role=Role.ADMINISTRATOR,
        link=reverse("groups:link", args=[meeting.ref]),
        due_at=meeting.door_opens_at,
        by=by,
        now=now,
    )


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
    system = system_actor(meeting.clinic_id)
    keep_link(meeting=meeting, link=made.link, starts_at=meeting.starts_at, by=system, now=now)
    return True
