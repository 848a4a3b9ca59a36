"""The waiting line of a meeting and the offers made from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.models.waiting import IN_LINE, OFFERED, WAITING, Offer, WaitingEntry
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.prepared import Prepared
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id


def access_waiting_entry(*, by: Actor, ref: str) -> WaitingEntry:
    """One patient's turn in a line, for them or for staff who may see them. Raises Http404."""
    found: WaitingEntry | None = _entries(by.clinic_id).filter(ref=ref).first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def line_of(meeting: Meeting) -> Sequence[WaitingEntry]:
    """Who waits for a place in a run of meetings, longest first; who holds an offer is no longer among them."""
    return list(_entries(meeting.clinic_id).filter(meeting=meeting, state=WAITING).order_by("joined_at", "pk"))


def somebody_is_in_line(meeting: Meeting) -> bool:
    """Whether anybody waits or holds an offer."""
    return bool(_first_in_line(meeting.pk))


def own_entry(patient: Patient, meeting: Meeting) -> WaitingEntry | None:
    """The patient's own turn in the line of a run of meetings."""
    return _entries(meeting.clinic_id).filter(meeting=meeting, patient=patient, state__in=IN_LINE).first()


def own_entries(patient: Patient, *, now: datetime) -> Sequence[WaitingEntry]:
    """Every line the patient stands in, soonest meeting first."""
    rows = _entries(patient.clinic_id).filter(patient=patient, state__in=IN_LINE, meeting__starts_at__gt=now)
    return list(rows.order_by("meeting__starts_at", "pk"))


def place_in_line(entry: WaitingEntry) -> int:
    """1 for whoever is offered the next free place."""
    before = WaitingEntry.objects.filter(meeting_id=entry.meeting_id, state=WAITING, joined_at__lte=entry.joined_at)
    ahead = before.exclude(joined_at=entry.joined_at, pk__gt=entry.pk).exclude(pk=entry.pk)
    return ahead.count() + 1


def entry_of_place(place_id: int) -> WaitingEntry | None:
    """The turn in the line that a held place was offered to, while the offer is open."""
    rows = Offer.objects.filter(place_id=place_id, answered_at=None, entry__state=OFFERED).select_related("entry")
    offer: Offer | None = rows.first()
    return offer.entry if offer else None


def lines_that_are_over(now: datetime) -> Sequence[WaitingEntry]:
    """Those who still wait for a meeting whose booking is over, in every clinic."""
    rows = WaitingEntry.objects.filter(state=WAITING, meeting__door_opens_at__lte=now)
    return list(rows.select_related("meeting", "patient").order_by("pk"))


def meetings_with_a_line(now: datetime) -> Sequence[Meeting]:
    """Meetings that can still be booked and for which somebody waits, in every clinic."""
    waiting = WaitingEntry.objects.filter(state=WAITING, meeting__door_opens_at__gt=now).values("meeting_id")
    return list(Meeting.objects.filter(pk__in=waiting).select_related("series__clinic").order_by("pk"))


@Prepared
def _first_in_line(meeting_id: int) -> QuerySet[WaitingEntry, tuple[int]]:
    rows: QuerySet[WaitingEntry] = WaitingEntry.objects.filter(meeting_id=meeting_id, state__in=IN_LINE)
    return rows.values_list("pk")[:1]


def _entries(clinic_id: int) -> QuerySet[WaitingEntry]:
    rows: QuerySet[WaitingEntry] = WaitingEntry.objects.filter(clinic_id=clinic_id)
    return rows.select_related("meeting__series__clinic", "patient")
