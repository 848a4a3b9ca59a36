"""What the record says of a patient's groups: which they were booked for, came to or missed, and what was raised.

Notes that facilitators keep for themselves are not read here: a law of the tests sees to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterglow.care.groups.models.door import Concern
from afterglow.care.groups.models.places import ABSENT, ATTENDED, CONFIRMED, HELD, Place
from afterglow.care.groups.queries.terms import name_of, protocol_of
from afterglow.record.people.models import Patient


@dataclass(frozen=True)
class Came:
    """One meeting of a patient: what it was called, and what became of their place."""

    place: Place
    name: str

    @property
    def words(self) -> str:
        """How it stands, in words."""
        known = {ATTENDED: "Attended", ABSENT: "Did not attend", CONFIRMED: "Booked", HELD: "Kept, not booked yet"}
        return known[self.place.state]


def groups_so_far(patient: Patient, *, most: int = 60) -> Sequence[Came]:
    """The meetings that a patient has a place in or had one in, latest first; not those given back or called off."""
    rows = Place.objects.filter(patient=patient, state__in=(HELD, CONFIRMED, ATTENDED, ABSENT))
    found = rows.select_related("meeting__series__clinic").order_by("-meeting__starts_at", "-pk")[:most]
    return [Came(place, name_of(place.meeting.series, protocol_of(place.meeting))) for place in found]


def concerns_about(patient: Patient) -> Sequence[Concern]:
    """What a patient said in groups that needed action: entries of their record, latest first."""
    return list(Concern.objects.filter(patient=patient).select_related("meeting").order_by("-happened_at", "-pk"))
