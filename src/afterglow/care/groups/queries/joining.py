"""What is known about a patient who would join a group, and what the rule says to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from afterglow.care.course.models import GIVEN, PLANNED, Treatment
from afterglow.care.groups.models.membership import SeriesMembership
from afterglow.care.groups.models.places import Discussion
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.terms import group_of, protocol_of
from afterglow.care.groups.rules.joining import Facts, Given, may_join, quiet_until
from afterglow.ground.access.prepared import Prepared
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.protocol.schema.groups import Group
from afterglow.record.pathway.queries import latest_episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient

DISCUSSION_TASK = "group-discussion"


@dataclass(frozen=True)
class Asked:
    """What the rule says to a patient who would take places, and until when they are asked nothing (None: over)."""

    findings: tuple[Finding, ...]
    quiet: datetime | None


def ask(patient: Patient, meetings: Sequence[Meeting], *, now: datetime, in_group_therapy: bool = False) -> Asked:
    """Ask the rule about a patient and linked meetings, in words and with the quiet time after a dose."""
    group, protocol = group_of(meetings[0]), protocol_of(meetings[0])
    facts = facts_of(patient, group, now=now, in_group_therapy=in_group_therapy)
    starts = [meeting.starts_at for meeting in meetings]
    found = may_join(group, facts, starts, zone=protocol.zone, other_groups=protocol.groups)
    last = max((one.at for one in facts.given), default=None)
    quiet = quiet_until(last, group.places.nothing_asked_until, protocol.zone)
    return Asked(found, quiet if quiet is not None and quiet > now else None)


def facts_of(patient: Patient, group: Group, *, now: datetime, in_group_therapy: bool = False) -> Facts:
    """What the rule about joining a group needs to know: stage, doses, plans, memberships, what was talked over."""
    treatments = _treatments(patient.pk)
    episode = latest_episode(patient)
    talked = discussions(patient, group.kind) if group.closed_to else ()
    return Facts(
        stage=Stage(episode.stage) if episode else None,
        given=tuple(Given(route, at) for state, route, at, _ in treatments if state == GIVEN and at and at <= now),
        planned=tuple((route, day) for state, route, _, day in treatments if state == PLANNED),
        member_of=_member_of(patient) if group.closed_to else frozenset(),
        in_group_therapy=in_group_therapy or bool(talked),
        may_join=talked[-1].may_join if talked else None,
    )


def discussions(patient: Patient, kind: str) -> Sequence[Discussion]:
    """What came of talking with the patient before they join a group, oldest first (F26)."""
    return list(Discussion.objects.filter(patient=patient, group=kind).order_by("happened_at", "pk"))


@Prepared
def _treatments(patient_id: int) -> QuerySet[Treatment, tuple[str, str, datetime | None, date]]:
    rows: QuerySet[Treatment] = Treatment.objects.filter(
        course__episode__patient_id=patient_id, state__in=(GIVEN, PLANNED)
    )
    return rows.order_by("planned_day").values_list("state", "route", "given_at", "planned_day")


def _member_of(patient: Patient) -> frozenset[str]:
    rows = SeriesMembership.objects.filter(patient=patient, ended_on=None)
    return frozenset(rows.values_list("series__code", flat=True))
