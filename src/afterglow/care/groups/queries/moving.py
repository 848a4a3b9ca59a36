"""What a new time of a meeting meets: its neighbours, and the people for whom it does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from afterglow.care.groups.models.moving import MeetingMoved
from afterglow.care.groups.models.places import CONFIRMED, HELD, Place
from afterglow.care.groups.models.series import PATIENTS, Meeting
from afterglow.care.groups.queries.joining import facts_of
from afterglow.care.groups.queries.places import names_on
from afterglow.care.groups.queries.terms import group_of, protocol_of
from afterglow.care.groups.rules.joining import may_join
from afterglow.care.groups.rules.moving import Beside
from afterglow.care.groups.rules.terms import Terms
from afterglow.ground.kernel.finding import Finding, stops
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import local_day


@dataclass(frozen=True)
class DoesNotFit:
    """Somebody with a place for whom a rule speaks against the new time."""

    place: Place
    name: str
    findings: tuple[Finding, ...]


def terms_now(meeting: Meeting) -> Terms:
    """A meeting's terms as they stand in the diary."""
    return Terms(
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        door_opens_at=meeting.door_opens_at,
        door_closes_at=meeting.door_closes_at,
        places=meeting.places,
        fee=Money(meeting.fee_pence, meeting.currency),
        free_until=meeting.free_until,
    )


def beside(meeting: Meeting, run: Sequence[Meeting], day: date) -> Beside:
    """What a meeting would stand beside on a day."""
    others = Meeting.objects.filter(series_id=meeting.series_id, day=day).exclude(pk=meeting.pk)
    linked = [one for one in run if one.cancelled_at is None]
    return Beside(
        before=max((one.ends_at for one in linked if one.part < meeting.part), default=None),
        after=min((one.starts_at for one in linked if one.part > meeting.part), default=None),
        day_taken=others.exists(),
    )


def expected(meeting: Meeting) -> Sequence[Place]:
    """The places held or confirmed in a meeting, by number."""
    rows = Place.objects.filter(meeting=meeting, state__in=(HELD, CONFIRMED))
    return list(rows.select_related("patient__clinic", "meeting__series__clinic").order_by("number"))


def whom_it_does_not_fit(
    meeting: Meeting, run: Sequence[Meeting], starts_at: datetime, *, now: datetime
) -> Sequence[DoesNotFit]:
    """Everybody with a place whom the rule about joining would hold back at a new time (F26-F29, L2).

    Not members of a group that stays together: they belong to every meeting of it.
    """
    if meeting.series.audience != PATIENTS:
        return ()
    group, protocol, names = group_of(meeting), protocol_of(meeting), names_on(meeting)
    starts = [starts_at if one.pk == meeting.pk else one.starts_at for one in run]
    found = []
    for place in expected(meeting):
        facts = facts_of(place.patient, group, now=now)
        against = stops(may_join(group, facts, starts, zone=protocol.zone, other_groups=protocol.groups))
        if against and place.membership_id is None:
            found.append(DoesNotFit(place, names[place.number], tuple(against)))
    return found


def moves_of(meeting: Meeting) -> Sequence[MeetingMoved]:
    """How often a meeting was put on another time, and why, oldest first."""
    return list(MeetingMoved.objects.filter(meeting=meeting).order_by("pk"))


def moved_since(meeting: Meeting, since: datetime) -> MeetingMoved | None:
    """The last time a meeting was moved since a moment, such as that at which a place was taken."""
    found: MeetingMoved | None = (
        MeetingMoved.objects.filter(meeting=meeting, happened_at__gte=since).order_by("pk").last()
    )
    return found


def planned_day(meeting: Meeting) -> date:
    """The day on which the rhythm of its series had put a meeting, whatever became of it."""
    first = MeetingMoved.objects.filter(meeting=meeting).order_by("pk").first()
    return local_day(first.was_at, protocol_of(meeting).zone) if first else meeting.day
