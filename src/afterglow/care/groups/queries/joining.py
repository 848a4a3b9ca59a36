"""What is known about a patient who would join a group, and what the rule says to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.care.course.models import GIVEN, PLANNED
from afterglow.care.course.queries import treatments_at_a_glance
from afterglow.care.groups.models.membership import SeriesMembership
from afterglow.care.groups.models.places import Discussion
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.terms import group_of, protocol_of
from afterglow.care.groups.rules.joining import Facts, Given, may_join, quiet_until
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.protocol.schema.groups import Group
from afterglow.record.pathway.queries import latest_episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient

DISCUSSION_TASK = "group-discussion"


def facts_of(patient: Patient, kind: str, *, now: datetime, in_group_therapy: bool = False) -> Facts:
    """Everything the rule about joining asks for: stage, doses, plans, memberships and what was talked over."""
    treatments = treatments_at_a_glance(patient)
    episode = latest_episode(patient)
    given = tuple(
        Given(one.route, one.given_at)
        for one in treatments
        if one.state == GIVEN and one.given_at is not None and one.given_at <= now
    )
    planned = sorted((one.planned_day, one.route) for one in treatments if one.state == PLANNED)
    talked = discussions(patient, kind)
    return Facts(
        stage=Stage(episode.stage) if episode else None,
        given=given,
        planned=tuple((route, day) for day, route in planned),
        member_of=_member_of(patient),
        in_group_therapy=in_group_therapy or bool(talked),
        may_join=talked[-1].may_join if talked else None,
    )


def findings_for(
    patient: Patient, meetings: Sequence[Meeting], *, now: datetime, in_group_therapy: bool = False
) -> tuple[Finding, ...]:
    """Whether the patient may take places in these linked meetings, in words."""
    group, protocol = group_of(meetings[0]), protocol_of(meetings[0])
    facts = facts_of(patient, group.kind, now=now, in_group_therapy=in_group_therapy)
    starts = [meeting.starts_at for meeting in meetings]
    return may_join(group, facts, starts, zone=protocol.zone, other_groups=protocol.groups)


def quiet_for(patient: Patient, meeting: Meeting, *, now: datetime) -> datetime | None:
    """Until when the patient is asked neither to agree nor to pay; None where that time is over."""
    given = [one.given_at for one in treatments_at_a_glance(patient) if one.given_at and one.given_at <= now]
    group: Group = group_of(meeting)
    quiet = quiet_until(max(given, default=None), group.places.nothing_asked_until, protocol_of(meeting).zone)
    return quiet if quiet is not None and quiet > now else None


def discussions(patient: Patient, kind: str) -> Sequence[Discussion]:
    """What came of talking with the patient before they join a group, oldest first (F26)."""
    return list(Discussion.objects.filter(patient=patient, group=kind).order_by("happened_at", "pk"))


def _member_of(patient: Patient) -> frozenset[str]:
    rows = SeriesMembership.objects.filter(patient=patient, ended_on=None)
    return frozenset(rows.values_list("series__code", flat=True))
