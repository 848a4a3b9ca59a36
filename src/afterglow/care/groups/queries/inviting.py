"""Whose calendar does not know yet of a place in a group, or of its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from afterglow.care.groups.models.places import CALLED_OFF, CANCELLED, CANCELLED_LATE, CONFIRMED, LOST, Place
from afterglow.record.contact.queries import told_under

CALENDAR, TAKEN_BACK = "place-calendar:", ":taken-back"
MEMBERS_BEFORE = timedelta(days=7)
"""Members come every week: each meeting is sent to them a week ahead, not eight at once (default)."""


def untold_places(*, now: datetime) -> Sequence[Place]:
    """Places in meetings to come that the patient's calendar does not show as they are, soonest first.

    Confirmed ones that were not sent; and those given back, lost or called off after they were.
    """
    rows = (
        Place.objects.filter(meeting__starts_at__gt=now)
        .exclude(patient__email="")
        .annotate(was_told=_told(), was_told_back=_told(TAKEN_BACK))
    )
    soon = Q(membership=None) | Q(meeting__starts_at__lte=now + MEMBERS_BEFORE)
    kept = Q(soon, state=CONFIRMED, was_told=False)
    ended = Q(state__in=(LOST, CANCELLED, CANCELLED_LATE, CALLED_OFF), was_told=True, was_told_back=False)
    found = rows.filter(kept | ended).select_related("meeting__series", "patient__clinic")
    return list(found.order_by("meeting__starts_at", "pk"))


def in_calendar(place: Place) -> bool:
    """Whether a place was sent to its patient's calendar and not taken out of it since."""
    row = Place.objects.filter(pk=place.pk).annotate(was_told=_told(), was_told_back=_told(TAKEN_BACK))
    return row.filter(was_told=True, was_told_back=False).exists()


def told_of_its_end() -> Exists:
    """For places in another query: whether the message that takes them out of the calendar was written."""
    return _told(TAKEN_BACK)


def calendar_key(place: Place, *, taken_back: bool) -> str:
    """The key of the message that brings a place into a calendar, or takes it out."""
    return f"{CALENDAR}{place.ref}{TAKEN_BACK if taken_back else ''}"


def _told(ending: str = "") -> Exists:
    return told_under(Concat(Value(CALENDAR), OuterRef("ref"), Value(ending)))
