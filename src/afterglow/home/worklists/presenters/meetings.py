"""Today's meetings of groups: when, how many come, and how the door stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.meetings import led_by, meetings_on
from afterglow.care.groups.queries.places import places_left
from afterglow.care.groups.queries.terms import name_of
from afterglow.care.groups.rules.door import Doorway, doorway
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import clock, counted
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol


@dataclass(frozen=True)
class MeetingRow:
    """One meeting of the day."""

    time: str
    name: str
    url: str
    small: str
    state: str
    look: str
    shape: str


def meeting_rows(actor: Actor, protocol: Protocol, now: datetime) -> Sequence[MeetingRow]:
    """The meetings of today by their time: those that a facilitator leads, or all of the clinic for the office."""
    leading = actor.may(Permission.LEAD_GROUPS)
    found = meetings_on(local_day(now, protocol.zone), clinic_id=actor.clinic_id)
    if leading:
        mine = led_by(actor.account_id)
        found = [one for one in found if one.series_id in mine]
    left = places_left(found)
    return [_row(one, left[one.pk], protocol, now, leading=leading) for one in found]


def _row(meeting: Meeting, left: int, protocol: Protocol, now: datetime, *, leading: bool) -> MeetingRow:
    zone, taken = protocol.zone, meeting.places - left
    state, look, shape = _door(meeting, now, zone)
    return MeetingRow(
        time=clock(meeting.starts_at, zone),
        name=name_of(meeting.series, protocol),
        url=reverse("groups:door" if leading else "groups:meeting", args=[meeting.ref]),
        small=f"{taken} of {counted(meeting.places, 'place')} taken" if meeting.places else "Open to professionals",
        state=state,
        look=look,
        shape=shape,
    )


def _door(meeting: Meeting, now: datetime, zone: ZoneInfo) -> tuple[str, str, str]:
    if now >= meeting.ends_at:
        return "Over", "plain", "done"
    door = doorway(now, opens_at=meeting.door_opens_at, closes_at=meeting.door_closes_at)
    if door is Doorway.NOT_OPEN:
        return f"Door {clock(meeting.door_opens_at, zone)}", "plain", "not-yet"
    return ("Door open", "info", "door") if door is Doorway.OPEN else ("Door closed", "info", "live")
