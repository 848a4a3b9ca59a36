"""The facilitators' own room: the only way to what is written there, and what is no longer kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404

from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.process import AnonymousCase, ProcessNote, Supervision
from afterglow.care.groups.models.series import PATIENTS, Meeting, Series
from afterglow.care.groups.queries.meetings import access_series, leads
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.period import local_day


@dataclass(frozen=True)
class Names:
    """Every name by which somebody who ever had a place in a series could be known."""

    first: frozenset[str]
    family: frozenset[str]


def led_series(*, by: Actor) -> Sequence[Series]:
    """The groups of patients that the actor leads now."""
    if by.account_id is None or not by.may(Permission.LEAD_GROUPS):
        return []
    rows = Series.objects.filter(clinic_id=by.clinic_id, audience=PATIENTS, ended_on=None)
    led = rows.filter(facilitators__account_id=by.account_id, facilitators__ended_at=None).select_related("clinic")
    return list(led.distinct().order_by("pk"))


def access_led_series(*, by: Actor, ref: str) -> Series:
    """A group of patients that the actor leads. Raises Http404."""
    found = access_series(by=by, ref=ref)
    if found.audience != PATIENTS or not by.may(Permission.LEAD_GROUPS) or not leads(by.account_id, found):
        raise Http404
    return found


def access_supervision(*, by: Actor, ref: str) -> Supervision:
    """A supervision meeting of a group that the actor leads. Raises Http404."""
    rows = Supervision.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("series__clinic")
    found: Supervision | None = rows.first()
    if found is None:
        raise Http404
    access_led_series(by=by, ref=found.series.ref)
    return found


def notes_of(meeting: Meeting) -> Sequence[ProcessNote]:
    """What its facilitators noted about a meeting and is still kept, oldest first."""
    return list(ProcessNote.objects.filter(meeting=meeting, erased_at=None).order_by("pk"))


def notes_by_meeting(meetings: Sequence[Meeting]) -> Mapping[int, Sequence[ProcessNote]]:
    """The notes that are kept, by meeting: one query for a whole page."""
    found: dict[int, list[ProcessNote]] = {meeting.pk: [] for meeting in meetings}
    for note in ProcessNote.objects.filter(meeting__in=meetings, erased_at=None).order_by("pk"):
        found[note.meeting_id].append(note)
    return found


def supervisions_of(series: Series) -> Sequence[Supervision]:
    """The supervision meetings of a series, latest first."""
    return list(Supervision.objects.filter(series=series).order_by("-day")[:20])


def cases_of(supervision: Supervision) -> Sequence[AnonymousCase]:
    """What is taken to a supervision meeting and is still kept, oldest first."""
    return list(AnonymousCase.objects.filter(supervision=supervision, erased_at=None).order_by("pk"))


def names_in(series: Series) -> Names:
    """By which names the people of a series could be recognised, past ones among them.

    Somebody who has one name only is known by it in the group: it is no surname there.
    """
    rows = Place.objects.filter(meeting__series=series).select_related("patient")
    patients = {row.patient_id: row.patient for row in rows}.values()
    first = {word for one in patients for word in (*one.given_names.split(), one.known_as, one.first_name) if word}
    family = {one.family_name for one in patients if one.given_names}
    return Names(frozenset(first), frozenset(family))


def outdated(now: datetime) -> Sequence[ProcessNote | AnonymousCase]:
    """What is to be erased by now, in every clinic, where its own clinic's day has come."""
    days = {clinic.pk: local_day(now, ZoneInfo(clinic.time_zone)) for clinic in Clinic.objects.all()}
    tables: tuple[type[ProcessNote] | type[AnonymousCase], ...] = (ProcessNote, AnonymousCase)
    return [row for table in tables for pk, day in days.items() for row in _due(table, pk, day)]


def _due(
    table: type[ProcessNote] | type[AnonymousCase], clinic_id: int, day: date
) -> QuerySet[ProcessNote] | QuerySet[AnonymousCase]:
    rows: QuerySet[ProcessNote] | QuerySet[AnonymousCase] = table.objects.filter(
        clinic_id=clinic_id, erased_at=None, keep_until__lte=day
    )
    return rows
