"""Which places of linked meetings are taken, and which are free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from afterglow.care.groups.models.places import TAKING, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.rules.line import free_numbers
from afterglow.ground.access.prepared import Prepared


@dataclass(frozen=True)
class Seats:
    """The places of linked meetings as they were in one moment."""

    most: int
    """How many the smallest of the meetings has."""
    taken: tuple[frozenset[int], ...]
    """The numbers nobody else can have, for each of the meetings."""
    patients: frozenset[int]
    """Whoever has a place in any of them."""

    @cached_property
    def free(self) -> tuple[int, ...]:
        """The numbers that can be had in every one of the meetings, lowest first."""
        return free_numbers(self.most, self.taken)


def seats_of(run: Sequence[Meeting]) -> Seats:
    """The places of linked meetings as they are now, in one query."""
    taken = _taken(run[0].series_id, run[0].run)
    return Seats(
        most=min(meeting.places for meeting in run),
        taken=tuple(frozenset(number for of, number, _ in taken if of == one.pk) for one in run),
        patients=frozenset(patient for _, _, patient in taken),
    )


@Prepared
def _taken(series_id: int, run: int) -> QuerySet[Place, tuple[int, int, int]]:
    rows: QuerySet[Place] = Place.objects.filter(meeting__series_id=series_id, meeting__run=run, state__in=TAKING)
    return rows.values_list("meeting_id", "number", "patient_id")
