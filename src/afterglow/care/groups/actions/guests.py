"""Trainees and visitors: by name, for one date, announced to everybody beforehand (F43)."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.groups.actions.holding import refusal
from afterglow.care.groups.actions.notices import tell_of_guest
from afterglow.care.groups.models.series import TRAINEE, Guest, Meeting
from afterglow.care.groups.queries.places import roster
from afterglow.care.groups.queries.terms import group_of
from afterglow.care.groups.rules.terms import announced_in_time
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission


@action("groups.guest_announced", may=Permission.ARRANGE_GROUPS)
def announce_guest(*, meeting: Meeting, name: str, part: str, by: Actor, now: datetime) -> Guest:
    """Announce a guest; everybody with a place is told who it is and what they do there.

    Raises Refused where the protocol lets no such guest in, and when it is too late to tell everybody beforehand.
    """
    guests = group_of(meeting).guests
    if not (guests.trainees if part == TRAINEE else guests.visitors):
        raise refusal("no-such-guests", "The protocol lets no such guest into this group.", guests.source)
    if not announced_in_time(now, starts_at=meeting.starts_at, free_until=meeting.free_until):
        words = "It is too late: participants are told a day before, and while they can give their place back free."
        raise refusal("too-late-to-announce", words, guests.source)
    guest: Guest = Guest.objects.create(clinic_id=by.clinic_id, meeting=meeting, name=name, part=part, announced_at=now)
    for place in roster(meeting):
        tell_of_guest(guest, place, by, now)
    return guest


@action("groups.guest_withdrawn", may=Permission.ARRANGE_GROUPS)
def withdraw_guest(*, guest: Guest, by: Actor, now: datetime) -> None:
    """A guest will not come after all."""
    if guest.withdrawn_at is None:
        guest.withdrawn_at = now
        guest.save(update_fields=["withdrawn_at"])
