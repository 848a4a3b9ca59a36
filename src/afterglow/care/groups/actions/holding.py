"""Holding a run of meetings while its places change, and what changes with a place's state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from afterglow.care.groups.models.places import CONFIRMED, HELD, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.terms import group_of
from afterglow.care.groups.rules.owing import Outcome, owed
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.prepared import Prepared
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.groups import Group


def locked_run(meeting: Meeting) -> Sequence[Meeting]:
    """The linked meetings, locked in one order until the transaction ends: places in them change one by one."""
    return _locked(meeting.series_id, meeting.run)


def locked_together(place: Place) -> Sequence[Place]:
    """The places taken as one with this as they are now, by date; their run must be locked already."""
    rows = Place.objects.filter(clinic_id=place.clinic_id, together=place.together)
    return list(rows.select_related("meeting__series__clinic", "patient").order_by("meeting__starts_at", "pk"))


def become(
    place: Place, state: Outcome, now: datetime, *, because: str = "", held_until: datetime | None = None
) -> None:
    """Give a place another state; what is owed for it follows. Somebody not let in is absent, and owes nothing."""
    fee = group_of(place.meeting).fee
    place.owed_pence = owed(state, place.fee_pence, owed_if_absent=fee is not None and fee.owed_if_absent)
    place.state, place.state_since = "absent" if state == "not let in" else state, now
    place.held_until, place.because = None, because
    place.save(update_fields=["state", "state_since", "held_until", "because", "owed_pence"])


@Prepared
def _locked(series_id: int, run: int) -> QuerySet[Meeting]:
    rows: QuerySet[Meeting] = Meeting.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(series_id=series_id, run=run).select_related("series__clinic").order_by("part")


def is_over(place: Place, now: datetime) -> bool:
    """Whether a place's meeting has begun or was called off."""
    return now >= place.meeting.starts_at or place.meeting.cancelled_at is not None


def changeable(places: Sequence[Place], now: datetime) -> tuple[Place, ...]:
    """Those that are held or confirmed for a meeting still to come."""
    return tuple(one for one in places if one.state in (HELD, CONFIRMED) and not is_over(one, now))


def refusal(code: str, words: str, source: str = "default", *, interlock: bool = True) -> Refused:
    """One stop, to be raised."""
    return Refused([Finding(code, Severity.STOP, words, source, interlock=interlock)])


def refuse_closed(run: Sequence[Meeting], now: datetime) -> None:
    """Raise Refused where no place of a date can be booked by anybody, however many are free."""
    if any(meeting.cancelled_at for meeting in run):
        raise refusal("called-off", "This date has been called off.")
    if now >= run[0].door_opens_at:
        raise refusal("booking-over", "Booking for this date is over.")
    if group_of(run[0]).membership is not None:
        raise refusal("members-only", "This group is for its members. Ask us about joining it.", "F29")


def full(group: Group) -> Refused:
    """No place is left, to be raised."""
    return refusal("full", "Every place is taken. You can wait in line.", group.places.source)
