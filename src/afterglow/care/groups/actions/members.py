"""Joining and leaving a group that stays together (F29)."""

from __future__ import annotations

from datetime import date, datetime

from afterglow.care.groups.actions.holding import become, refusal
from afterglow.care.groups.models.membership import SeriesMembership
from afterglow.care.groups.models.places import CONFIRMED, Place
from afterglow.care.groups.models.series import Meeting, Series
from afterglow.care.groups.queries.joining import facts_of
from afterglow.care.groups.queries.members import members_of
from afterglow.care.groups.queries.terms import version_for
from afterglow.care.groups.rules.joining import may_join
from afterglow.care.groups.rules.line import free_numbers
from afterglow.care.groups.rules.staying import stay
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import new_ref
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import stops
from afterglow.record.people.models import Patient


@action("groups.member_joined", may=Permission.LEAD_GROUPS)
def join_series(
    *, series: Series, patient: Patient, joined_on: date, in_regular_psychotherapy: bool, by: Actor, now: datetime
) -> SeriesMembership:
    """Give a patient a seat in every meeting from a day on (F26, F29). Raises Refused with what speaks against it."""
    row: Series = Series.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=series.pk)
    protocol = version_for(row, joined_on)
    group = protocol.group(row.code)
    if group is None or group.membership is None:
        raise refusal("no-members", "This group has no members: places are booked for each date.")
    if in_regular_psychotherapy and group.open_to.not_in_regular_psychotherapy:
        words = "The group is for people without regular psychotherapy elsewhere."
        raise refusal("has-psychotherapy", words, group.open_to.source)
    held_back = stops(may_join(group, facts_of(patient, group, now=now), [now], zone=protocol.zone))
    if held_back:
        raise Refused(held_back)
    found = SeriesMembership.objects.filter(series=row, patient=patient, ended_on=None).first()
    return found or _seat(row, patient, joined_on, group.places.most, by, now)


@action("groups.member_left", may=Permission.LEAD_GROUPS)
def end_membership(
    *, membership: SeriesMembership, on: date, because: str, by: Actor, now: datetime
) -> SeriesMembership:
    """End a membership: from this day on the patient has no place. Does nothing a second time."""
    row: SeriesMembership = SeriesMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if row.ended_on is not None:
        return row
    row.ended_on, row.ended_because = on, because
    row.save(update_fields=["ended_on", "ended_because"])
    rows = Place.objects.filter(membership=row, state=CONFIRMED, meeting__day__gte=on, meeting__starts_at__gt=now)
    for place in rows.select_related("meeting__series"):
        become(place, "cancelled", now, because=because)
    return row


@action("groups.longest_stay_over", may=Permission.DO_DUE_WORK)
def end_longest_stay(*, membership: SeriesMembership, by: Actor, now: datetime) -> None:
    """End a membership on the day it can last at most (F29)."""
    because = "The longest stay is over."
    end_membership(membership=membership, on=membership.most_until, because=because, by=by, now=now)


@action("groups.members_seated", may=Permission.DO_DUE_WORK)
def seat_members(*, meeting: Meeting, by: Actor, now: datetime) -> None:
    """Give every member of the series their place in a meeting just put into the diary."""
    for member in members_of(meeting.series):
        if member.joined_on <= meeting.day < member.most_until:
            _place(member, meeting, now)


def _seat(series: Series, patient: Patient, joined_on: date, seats: int, by: Actor, now: datetime) -> SeriesMembership:
    taken = frozenset(member.number for member in members_of(series))
    numbers = free_numbers(seats, [taken])
    group = version_for(series, joined_on).group(series.code)
    if not numbers or group is None or group.membership is None:
        raise refusal("full", "Every seat in this group is taken.")
    ends = stay(joined_on, group.membership)
    made: SeriesMembership = SeriesMembership.objects.create(
        clinic_id=by.clinic_id,
        series=series,
        patient=patient,
        number=numbers[0],
        joined_on=joined_on,
        least_until=ends.least,
        planned_until=ends.planned,
        most_until=ends.most,
    )
    for meeting in Meeting.objects.filter(series=series, day__gte=joined_on, starts_at__gt=now, cancelled_at=None):
        _place(made, meeting, now)
    return made


def _place(member: SeriesMembership, meeting: Meeting, now: datetime) -> None:
    Place.objects.create(
        clinic_id=meeting.clinic_id,
        meeting=meeting,
        patient_id=member.patient_id,
        number=member.number,
        together=new_ref(),
        membership=member,
        state=CONFIRMED,
        state_since=now,
        taken_at=now,
        fee_pence=meeting.fee_pence,
        currency=meeting.currency,
        free_until=meeting.free_until,
        owed_pence=meeting.fee_pence,
    )
