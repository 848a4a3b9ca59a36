"""Putting a meeting on another time; everybody with a place is told once, and may give it back free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.care.groups.actions.events import free_until_the_start, tell_sign_ups
from afterglow.care.groups.actions.holding import changeable, locked_run, locked_together, refusal
from afterglow.care.groups.actions.notices import tell_line_moved, tell_moved
from afterglow.care.groups.models.moving import MeetingMoved
from afterglow.care.groups.models.places import PastTheRule
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.line import line_of
from afterglow.care.groups.queries.moving import DoesNotFit, beside, expected, terms_now, whom_it_does_not_fit
from afterglow.care.groups.queries.terms import protocol_of
from afterglow.care.groups.rules.moving import cannot_move, shifted
from afterglow.care.groups.rules.terms import Terms
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.period import local_day


@action("groups.meeting_moved", may=Permission.ARRANGE_GROUPS)
def move_meeting(
    *, meeting: Meeting, starts_at: datetime, because: str, reason: str, by: Actor, now: datetime
) -> Meeting:
    """Put a meeting on another time, as long as before. Whoever has a place keeps it, or gives it back free.

    Who may come is looked at anew: where a rule speaks against the new time for somebody, ``reason`` says why it is
    moved all the same, and stays with their place. Raises Refused without it, for a time the meeting cannot have,
    and once it has begun or was called off.
    """
    run = locked_run(meeting)
    row = next(one for one in run if one.pk == meeting.pk)
    if row.cancelled_at is not None or now >= row.door_opens_at:
        raise refusal("begun-already", "This meeting has begun, or has been called off.")
    zone = protocol_of(row).zone
    was, day = terms_now(row), local_day(starts_at, zone)
    new = shifted(was, starts_at)
    held_back = cannot_move(was, new, beside(row, run, day), now=now, zone=zone)
    if held_back:
        raise Refused(held_back)
    against = whom_it_does_not_fit(row, run, starts_at, now=now)
    if against and not reason.strip():
        words = "The new time does not fit everybody who has a place: read why, and give your reason to move it."
        raise refusal("does-not-fit", words, interlock=False)
    _put(row, new, now=now)
    MeetingMoved.objects.create(
        meeting=row, was_at=was.starts_at, starts_at=starts_at, because=because, **signed(by=by, now=now)
    )
    _go_past(against, reason, by, now)
    _tell(row, run, was, by, now)
    return row


def _put(row: Meeting, new: Terms, *, now: datetime) -> None:
    row.day = local_day(new.starts_at, protocol_of(row).zone)
    row.starts_at, row.ends_at, row.free_until = new.starts_at, new.ends_at, new.free_until
    row.door_opens_at, row.door_closes_at = new.door_opens_at, new.door_closes_at
    row.revision += 1
    row.save(update_fields=["day", "starts_at", "ends_at", "free_until", "door_opens_at", "door_closes_at", "revision"])
    for place in expected(row):
        # They agreed to another time: giving it back, and what was taken with it, is free until it begins.
        for one in changeable(locked_together(place), now):
            one.free_until = one.meeting.starts_at
            one.save(update_fields=["free_until"])
    free_until_the_start(row)


def _go_past(against: Sequence[DoesNotFit], reason: str, by: Actor, now: datetime) -> None:
    for one in against:
        for finding in one.findings:
            PastTheRule.objects.create(
                together=one.place.together,
                patient=one.place.patient,
                code=finding.code,
                words=finding.words,
                reason=reason.strip(),
                **signed(by=by, now=now),
            )


def _tell(row: Meeting, run: Sequence[Meeting], was: Terms, by: Actor, now: datetime) -> None:
    for place in expected(row):
        tell_moved(place, was.starts_at, by, now)
    tell_sign_ups(row, by, now)
    for entry in line_of(run[0]):
        tell_line_moved(row, entry.patient, was.starts_at, by, now)
