"""Who is at the door of a meeting, and what its open pages follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterglow.care.groups.models.door import Admission, Arrival, Concern
from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.places import names_on, roster
from afterglow.record.people.models import EmergencyContact


@dataclass(frozen=True)
class AtTheDoor:
    """One participant as a facilitator sees them: a first name, where they are, whom to call."""

    place: Place
    name: str
    arrival: Arrival | None
    admission: Admission | None
    contacts: tuple[EmergencyContact, ...]


def at_the_door(meeting: Meeting) -> Sequence[AtTheDoor]:
    """Everybody with a place in a meeting, by number."""
    places, names = roster(meeting), names_on(meeting)
    arrivals = arrivals_of(places)
    admissions = {row.place_id: row for row in Admission.objects.filter(place__in=places)}
    contacts = _contacts(places)
    return [
        AtTheDoor(
            place,
            names[place.number],
            arrivals.get(place.pk),
            admissions.get(place.pk),
            tuple(one for one in contacts if one.patient_id == place.patient_id),
        )
        for place in places
    ]


def arrivals_of(places: Sequence[Place]) -> dict[int, Arrival]:
    """How each of them arrived, by place: the first arrival in time counts, else the first that was too late."""
    found: dict[int, Arrival] = {}
    for row in Arrival.objects.filter(place__in=places).order_by("-in_time", "happened_at", "pk"):
        found.setdefault(row.place_id, row)
    return found


def arrival_of(place: Place) -> Arrival | None:
    """How one participant arrived, if they did."""
    return arrivals_of([place]).get(place.pk)


def is_admitted(place: Place) -> bool:
    """Whether a facilitator has let them in."""
    return Admission.objects.filter(place=place).exists()


def concerns_of(meeting: Meeting) -> Sequence[Concern]:
    """What was said in a meeting and needs action, oldest first."""
    return list(Concern.objects.filter(meeting=meeting).select_related("patient").order_by("pk"))


def _contacts(places: Sequence[Place]) -> Sequence[EmergencyContact]:
    ids = [place.patient_id for place in places]
    return list(EmergencyContact.objects.filter(patient_id__in=ids, ended_at=None).order_by("pk"))
