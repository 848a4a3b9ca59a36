"""What time makes happen to groups: meetings come into the diary, holds and offers end, doors close for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from afterglow.care.groups.actions.answering import lapse
from afterglow.care.groups.actions.arranging import plan_meetings
from afterglow.care.groups.actions.door import close_attendance
from afterglow.care.groups.actions.events import erase_sign_up
from afterglow.care.groups.actions.inviting import tell_calendar
from afterglow.care.groups.actions.line import close_line, move_up
from afterglow.care.groups.actions.linking import make_links
from afterglow.care.groups.actions.members import end_longest_stay
from afterglow.care.groups.actions.process import erase
from afterglow.care.groups.models.door import DoorEvent
from afterglow.care.groups.models.series import Series
from afterglow.care.groups.queries.calendar import to_plan
from afterglow.care.groups.queries.events import outdated_sign_ups
from afterglow.care.groups.queries.inviting import untold_places
from afterglow.care.groups.queries.line import lines_that_are_over, meetings_with_a_line
from afterglow.care.groups.queries.meetings import run_of
from afterglow.care.groups.queries.members import memberships_that_end
from afterglow.care.groups.queries.offers import to_offer
from afterglow.care.groups.queries.places import lapsed, to_close
from afterglow.care.groups.queries.process import outdated
from afterglow.ground.access.actor import system_actor
from afterglow.ground.gateways import chosen
from afterglow.ground.kernel.period import local_day

KEPT_FOR = timedelta(days=1)
"""How long live events are kept: longer than any page stays open (default)."""


def due(now: datetime) -> int:
    """Do what is due by ``now``, each thing once; returns how much there was."""
    DoorEvent.objects.filter(at__lt=now - KEPT_FOR).delete()
    done = sum(lapse(place=one, by=system_actor(one.clinic_id), now=now) for one in lapsed(now))
    for meeting in meetings_with_a_line(now):
        if to_offer(run_of(meeting), now=now):
            done += move_up(meeting=meeting, by=system_actor(meeting.clinic_id), now=now)
    return done + _close(now) + _plan(now) + _reach_out(now)


def _reach_out(now: datetime) -> int:
    """Links of online meetings, places in calendars; and what is kept for a time is erased when that is over."""
    made, places, writings = make_links(chosen.meetings(), now), untold_places(now=now), outdated(now)
    sign_ups = outdated_sign_ups(now)
    for one in sign_ups:
        erase_sign_up(one=one, by=system_actor(one.clinic_id), now=now)
    for place in places:
        tell_calendar(place=place, by=system_actor(place.clinic_id), now=now)
    for writing in writings:
        erase(writing=writing, by=system_actor(writing.clinic_id), now=now)
    return made + len(places) + len(writings) + len(sign_ups)


def _close(now: datetime) -> int:
    meetings, entries = to_close(now), lines_that_are_over(now)
    for meeting in meetings:
        close_attendance(meeting=meeting, by=system_actor(meeting.clinic_id), now=now)
    for entry in entries:
        close_line(entry=entry, by=system_actor(entry.clinic_id), now=now)
    return len(meetings) + len(entries)


def _plan(now: datetime) -> int:
    done = 0
    for series in Series.objects.filter(ended_on=None).select_related("clinic").order_by("pk"):
        if to_plan(series, now=now):
            done += plan_meetings(series=series, by=system_actor(series.clinic_id), now=now)
    for member in memberships_that_end(local_day(now, ZoneInfo("UTC"))):
        zone = ZoneInfo(member.series.clinic.time_zone)
        if local_day(now, zone) >= member.most_until:
            end_longest_stay(membership=member, by=system_actor(member.clinic_id), now=now)
            done += 1
    return done
