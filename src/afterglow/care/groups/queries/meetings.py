"""Finding series and their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.http import Http404

from afterglow.care.groups.models.series import PATIENTS, Facilitator, Guest, Meeting, Series
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.prepared import Prepared
from afterglow.ground.access.roles import Permission

SEES_GROUPS = (Permission.BOOK, Permission.ARRANGE_GROUPS, Permission.LEAD_GROUPS)


def access_series(*, by: Actor, ref: str) -> Series:
    """One series of the actor's clinic, for staff who have to do with groups. Raises Http404."""
    found: Series | None = Series.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("clinic").first()
    if found is None or not any(by.may(permission) for permission in SEES_GROUPS):
        raise Http404
    return found


def access_meeting(*, by: Actor, ref: str) -> Meeting:
    """One meeting of the actor's clinic: any for staff, for a patient those of groups. Raises Http404."""
    found: Meeting | None = _meetings(by.clinic_id).filter(ref=ref).first()
    if found is None or not _may_know(by, found):
        raise Http404
    return found


def access_run(*, by: Actor, ref: str) -> Sequence[Meeting]:
    """All the meetings that are taken together with this one, the first first: one query. Raises Http404.

    For whom ``access_group_meeting`` is.
    """
    found = _run(by.clinic_id, ref)
    if not found or not _may_know(by, found[0]) or found[0].series.audience != PATIENTS:
        raise Http404
    return found


def access_group_meeting(*, by: Actor, ref: str) -> Meeting:
    """As ``access_meeting``, for what only a meeting of patients has: places, a line, guests. Raises Http404."""
    found = access_meeting(by=by, ref=ref)
    if found.series.audience != PATIENTS:
        raise Http404
    return found


def access_led_meeting(*, by: Actor, ref: str) -> Meeting:
    """A meeting of a series that the actor leads: what is said in a group is its facilitators'. Raises Http404."""
    found = access_group_meeting(by=by, ref=ref)
    if not by.may(Permission.LEAD_GROUPS) or not leads(by.account_id, found.series):
        raise Http404
    return found


def access_guest(*, by: Actor, ref: str) -> Guest:
    """Somebody announced for a meeting, for staff who arrange groups. Raises Http404."""
    rows = Guest.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("meeting__series__clinic")
    found: Guest | None = rows.first()
    if found is None or not by.may(Permission.ARRANGE_GROUPS):
        raise Http404
    return found


def access_facilitator(*, by: Actor, ref: str) -> Facilitator:
    """Somebody who leads a series, for staff who arrange groups. Raises Http404."""
    rows = Facilitator.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("series", "account")
    found: Facilitator | None = rows.first()
    if found is None or not by.may(Permission.ARRANGE_GROUPS):
        raise Http404
    return found


def leads(account_id: int | None, series: Series) -> bool:
    """Whether somebody is a facilitator of a series now."""
    if account_id is None:
        return False
    return Facilitator.objects.filter(series=series, account_id=account_id, ended_at=None).exists()


def led_by(account_id: int | None) -> frozenset[int]:
    """The ids of the series that somebody leads now."""
    if account_id is None:
        return frozenset()
    rows = Facilitator.objects.filter(account_id=account_id, ended_at=None)
    return frozenset(rows.values_list("series_id", flat=True))


def open_series(clinic_id: int) -> Sequence[Series]:
    """The series that go on, groups first."""
    rows = Series.objects.filter(clinic_id=clinic_id, ended_on=None).select_related("clinic")
    return list(rows.order_by("audience", "pk"))


def facilitators_of(series: Series) -> Sequence[Facilitator]:
    """Who leads a series now (L4)."""
    rows = Facilitator.objects.filter(series=series, ended_at=None).select_related("account")
    return list(rows.order_by("since", "pk"))


def guests_of(meeting: Meeting) -> Sequence[Guest]:
    """Who is announced as a guest (F43)."""
    return list(Guest.objects.filter(meeting=meeting, withdrawn_at=None).order_by("announced_at", "pk"))


def run_of(meeting: Meeting) -> Sequence[Meeting]:
    """The linked meetings that are taken together, the first first; a weekly group's run is one meeting."""
    rows = _meetings(meeting.clinic_id).filter(series_id=meeting.series_id, run=meeting.run)
    return list(rows.order_by("part"))


def meetings_ahead(series: Series, *, now: datetime, most: int = 8) -> Sequence[Meeting]:
    """The meetings that are not over, soonest first; those called off are among them and say so."""
    return list(_meetings(series.clinic_id).filter(series=series, ends_at__gt=now).order_by("starts_at")[:most])


def meetings_before(series: Series, *, now: datetime, most: int = 8) -> Sequence[Meeting]:
    """The meetings that are over, latest first."""
    return list(_meetings(series.clinic_id).filter(series=series, ends_at__lte=now).order_by("-starts_at")[:most])


def meetings_on(day: date, *, clinic_id: int) -> Sequence[Meeting]:
    """The meetings of one day that were not called off, earliest first."""
    return list(_meetings(clinic_id).filter(day=day, cancelled_at=None).order_by("starts_at"))


def next_runs(series: Series, *, now: datetime, most: int = 4) -> Sequence[Meeting]:
    """The first meeting of each run that can still be booked, soonest first."""
    rows = _meetings(series.clinic_id).filter(series=series, part=1, cancelled_at=None, door_opens_at__gt=now)
    return list(rows.order_by("starts_at")[:most])


@Prepared
def _run(clinic_id: int, ref: str) -> QuerySet[Meeting]:
    rows = _meetings(clinic_id).filter(series__meetings__ref=ref, run=F("series__meetings__run"))
    return rows.order_by("part")


def _may_know(by: Actor, meeting: Meeting) -> bool:
    if any(by.may(permission) for permission in SEES_GROUPS):
        return True
    return by.patient_id is not None and meeting.series.audience == PATIENTS


def _meetings(clinic_id: int) -> QuerySet[Meeting]:
    rows: QuerySet[Meeting] = Meeting.objects.filter(clinic_id=clinic_id)
    return rows.select_related("series__clinic")
