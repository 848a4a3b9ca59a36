"""Finding places: whose they are, which numbers are taken, and who is on the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from afterglow.care.groups.models.places import CALLED_OFF, CONFIRMED, HELD, TAKING, PastTheRule, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.rules.names import told_apart
from afterglow.ground.access.actor import Actor
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id


def access_place(*, by: Actor, ref: str) -> Place:
    """One place of a patient the actor may see. Raises Http404."""
    found: Place | None = _places(by.clinic_id).filter(ref=ref).first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def taken_together(place: Place) -> Sequence[Place]:
    """The places that were taken as one with this, itself among them, by date."""
    rows = _places(place.clinic_id).filter(together=place.together, number=place.number, patient_id=place.patient_id)
    return list(rows.order_by("meeting__starts_at", "pk"))


def places_left(meetings: Sequence[Meeting]) -> Mapping[int, int]:
    """How many places are free, by meeting: one query for a whole page."""
    rows = Place.objects.filter(meeting__in=meetings, state__in=TAKING).values("meeting_id").annotate(n=Count("pk"))
    taken = {row["meeting_id"]: row["n"] for row in rows}
    return {meeting.pk: max(0, meeting.places - taken.get(meeting.pk, 0)) for meeting in meetings}


def own_place(patient: Patient, meeting: Meeting) -> Place | None:
    """The place a patient has in a meeting now."""
    rows = _places(meeting.clinic_id).filter(meeting=meeting, patient=patient, state__in=TAKING)
    return rows.first()


def own_places(patient: Patient, *, now: datetime) -> Sequence[Place]:
    """The places of a patient in meetings that are not over, soonest first; what was called off is among them."""
    wanted = Q(state__in=TAKING) | Q(state=CALLED_OFF)
    rows = _places(patient.clinic_id).filter(wanted, patient=patient, meeting__ends_at__gt=now)
    return list(rows.order_by("meeting__starts_at", "pk"))


def past_places(patient: Patient, *, now: datetime, most: int = 20) -> Sequence[Place]:
    """The places a patient had in meetings that are over, latest first."""
    rows = _places(patient.clinic_id).filter(patient=patient, meeting__ends_at__lte=now)
    return list(rows.exclude(membership=None, state=HELD).order_by("-meeting__starts_at", "-pk")[:most])


def roster(meeting: Meeting) -> Sequence[Place]:
    """Everybody who has a place in a meeting, by number."""
    return list(_places(meeting.clinic_id).filter(meeting=meeting, state__in=TAKING).order_by("number"))


def names_on(meeting: Meeting) -> Mapping[int, str]:
    """The first name shown for each place number; namesakes are told apart without a surname (L6)."""
    rows = Place.objects.filter(meeting=meeting, state__in=TAKING).select_related("patient")
    return told_apart([(row.number, row.patient.first_name) for row in rows])


def given_up(meeting: Meeting) -> Sequence[Place]:
    """The places of a meeting that ended before it: lost, given back or called off, latest first."""
    rows = _places(meeting.clinic_id).filter(meeting=meeting).exclude(state__in=TAKING)
    return list(rows.order_by("-state_since", "-pk"))


def reasons_for(place: Place) -> Sequence[PastTheRule]:
    """Why staff gave this place although a rule spoke against it."""
    rows = PastTheRule.objects.filter(clinic_id=place.clinic_id, together=place.together)
    return list(rows.order_by("pk"))


def lapsed(now: datetime) -> Sequence[Place]:
    """Held places whose time is over, in every clinic, first one of each taken together."""
    rows = Place.objects.filter(state=HELD, held_until__lte=now).select_related("meeting__series__clinic", "patient")
    return list(rows.order_by("held_until", "pk"))


def to_close(now: datetime) -> Sequence[Meeting]:
    """Meetings that are over and whose attendance is not closed, in every clinic."""
    rows = Meeting.objects.filter(ends_at__lte=now, closed_at=None, cancelled_at=None)
    return list(rows.select_related("series__clinic").order_by("ends_at", "pk"))


def confirmed(meeting: Meeting) -> Sequence[Place]:
    """The places that are expected to come."""
    return list(_places(meeting.clinic_id).filter(meeting=meeting, state=CONFIRMED).order_by("number"))


def _places(clinic_id: int) -> QuerySet[Place]:
    rows: QuerySet[Place] = Place.objects.filter(clinic_id=clinic_id)
    return rows.select_related("meeting__series__clinic", "patient", "membership")
