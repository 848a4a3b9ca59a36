"""Beginning and ending series, putting their meetings into the diary, and calling them off."""

from __future__ import annotations

from datetime import date, datetime

from afterglow.care.groups.actions.events import owe_nothing, tell_sign_ups
from afterglow.care.groups.actions.holding import become, locked_run, refusal
from afterglow.care.groups.actions.line import end_turn
from afterglow.care.groups.actions.members import end_membership, seat_members
from afterglow.care.groups.actions.notices import tell_called_off, tell_line_is_over
from afterglow.care.groups.models.places import CANCELLED_LATE, CONFIRMED, HELD, Place
from afterglow.care.groups.models.series import PATIENTS, PROFESSIONALS, Facilitator, Meeting, PlannedBreak, Series
from afterglow.care.groups.models.waiting import IN_LINE, OVER, Offer, WaitingEntry
from afterglow.care.groups.queries.calendar import to_plan
from afterglow.care.groups.queries.members import members_of
from afterglow.care.groups.queries.terms import event_fee, may_be_started, rhythm_of, version_for
from afterglow.care.groups.rules.recurrence import period_on
from afterglow.care.groups.rules.terms import terms_of
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission


@action("groups.series_started", may=Permission.ARRANGE_GROUPS)
def start_series(*, code: str, starts_on: date, by: Actor, now: datetime) -> Series:
    """Begin a group or an event of the protocol, from a day on; its meetings are put into the diary.

    Raises Refused for what the protocol does not have with fixed days, and while such a series goes on already.
    """
    clinic = Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    protocol = protocol_in_force(clinic, now)
    if code not in dict(may_be_started(protocol)):
        raise refusal("not-in-the-protocol", "The clinic’s protocol has no such group.")
    if Series.objects.filter(clinic=clinic, code=code, ended_on=None).exists():
        raise refusal("goes-on-already", "This group goes on already.")
    series: Series = Series.objects.create(
        clinic=clinic,
        code=code,
        audience=PATIENTS if protocol.group(code) else PROFESSIONALS,
        starts_on=starts_on,
        started_at=now,
    )
    plan_meetings(series=series, by=by, now=now)
    return series


@action("groups.meetings_planned", may=Permission.DO_DUE_WORK)
def plan_meetings(*, series: Series, by: Actor, now: datetime) -> int:
    """Put the meetings of the next eight weeks into the diary; returns how many. Does nothing a second time."""
    row: Series = Series.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=series.pk)
    found = to_plan(row, now=now)
    for number, run in found:
        for part, day in enumerate(run, start=1):
            _put_down(row, number, part, day, by, now)
    return sum(len(run) for _, run in found)


@action("groups.meeting_called_off", may=Permission.ARRANGE_GROUPS)
def call_off(*, meeting: Meeting, because: str, by: Actor, now: datetime) -> None:
    """Call a meeting off, and those linked with it that have not begun: nothing is owed for any of their places.

    Not even for one given back too late: nobody would have been there.

    Everybody with a place, and everybody in line, is told. Raises Refused once it has begun.
    """
    run = locked_run(meeting)
    ahead = [one for one in run if one.cancelled_at is None and one.starts_at > now]
    if meeting.pk not in {one.pk for one in ahead}:
        raise refusal("begun-already", "This meeting has begun, or has been called off already.")
    for one in ahead:
        one.cancelled_at, one.cancelled_because, one.revision = now, because, one.revision + 1
        one.save(update_fields=["cancelled_at", "cancelled_because", "revision"])
        for place in _expected(one):
            become(place, "called off", now, because=because)
            tell_called_off(place, by, now)
        for place in Place.objects.filter(meeting=one, state=CANCELLED_LATE, owed_pence__gt=0):
            place.owed_pence = 0
            place.save(update_fields=["owed_pence"])
        owe_nothing(one)
        tell_sign_ups(one, by, now)
    _end_line(run[0], by, now)


@action("groups.break_planned", may=Permission.ARRANGE_GROUPS)
def plan_break(*, series: Series, first_day: date, last_day: date, say: str, by: Actor, now: datetime) -> PlannedBreak:
    """Plan days without meetings (F29); meetings that stand on them already are called off."""
    if last_day < first_day:
        raise refusal("ends-first", "The last day comes after the first.")
    made: PlannedBreak = PlannedBreak.objects.create(
        clinic_id=by.clinic_id, series=series, first_day=first_day, last_day=last_day, say=say
    )
    rows = Meeting.objects.filter(series=series, day__gte=first_day, day__lte=last_day, starts_at__gt=now)
    for meeting in rows.order_by("day"):
        meeting.refresh_from_db()
        if meeting.cancelled_at is None:
            call_off(meeting=meeting, because=say, by=by, now=now)
    return made


@action("groups.series_ended", may=Permission.ARRANGE_GROUPS)
def end_series(*, series: Series, on: date, because: str, by: Actor, now: datetime) -> Series:
    """End a series: there is no meeting on this day or later, and its members leave."""
    row: Series = Series.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=series.pk)
    if row.ended_on is not None:
        return row
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    for meeting in Meeting.objects.filter(series=row, day__gte=on, starts_at__gt=now).order_by("day"):
        meeting.refresh_from_db()
        if meeting.cancelled_at is None:
            call_off(meeting=meeting, because=because, by=by, now=now)
    for member in members_of(row):
        end_membership(membership=member, on=on, because=because, by=by, now=now)
    return row


@action("groups.facilitator_named", may=Permission.ARRANGE_GROUPS)
def name_facilitator(*, series: Series, account: Account, by: Actor, now: datetime) -> Facilitator:
    """Somebody leads a series from now on (L4). Does nothing a second time."""
    Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    found = Facilitator.objects.filter(series=series, account=account, ended_at=None).first()
    return found or Facilitator.objects.create(clinic_id=by.clinic_id, series=series, account=account, since=now)


@action("groups.facilitator_left", may=Permission.ARRANGE_GROUPS)
def end_facilitator(*, facilitator: Facilitator, by: Actor, now: datetime) -> None:
    """Somebody no longer leads a series."""
    if facilitator.ended_at is None:
        facilitator.ended_at = now
        facilitator.save(update_fields=["ended_at"])


@action("groups.link_set", may=Permission.ARRANGE_GROUPS)
def set_link(*, meeting: Meeting, link: str, by: Actor, now: datetime) -> Meeting:
    """Write down where a meeting is held online. It is shown only to those admitted."""
    row: Meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if row.link != link:
        row.link, row.revision, row.online_starts_at = link, row.revision + 1, None
        row.save(update_fields=["link", "revision", "online_starts_at"])
    return row


def _put_down(series: Series, run: int, part: int, day: date, by: Actor, now: datetime) -> None:
    protocol = version_for(series, day)
    rhythm = rhythm_of(protocol, series.code)
    if rhythm is None:
        return
    period = period_on(day, rhythm, protocol.zone)
    terms = terms_of(period, protocol.group(series.code), event_fee(protocol, series.code))
    meeting: Meeting = Meeting.objects.create(
        clinic_id=series.clinic_id,
        series=series,
        run=run,
        part=part,
        protocol_version=protocol.version,
        day=day,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        door_opens_at=terms.door_opens_at,
        door_closes_at=terms.door_closes_at,
        places=terms.places,
        fee_pence=terms.fee.pence,
        currency=terms.fee.currency,
        free_until=terms.free_until,
    )
    seat_members(meeting=meeting, by=by, now=now)


def _expected(meeting: Meeting) -> list[Place]:
    rows = Place.objects.filter(meeting=meeting, state__in=(HELD, CONFIRMED))
    return list(rows.select_related("patient__clinic", "meeting__series").order_by("number"))


def _end_line(first: Meeting, by: Actor, now: datetime) -> None:
    rows = WaitingEntry.objects.filter(meeting=first, state__in=IN_LINE).select_related("patient__clinic")
    for entry in rows.order_by("pk"):
        end_turn(entry, OVER, now)
        tell_line_is_over(first, entry.patient, by, now)
    for offer in Offer.objects.filter(entry__meeting=first, answered_at=None):
        offer.answered_at = now
        offer.save(update_fields=["answered_at"])
