"""Which places of linked meetings are taken, and which are free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from afterglow.care.groups.models.places import TAKING, Place
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.rules.line import free_numbers


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
    ids = [meeting.pk for meeting in run]
    rows = Place.objects.filter(meeting_id__in=ids, state__in=TAKING)
    taken = list(rows.values_list("meeting_id", "number", "patient_id"))
    return Seats(
        most=min(meeting.places for meeting in run),
        taken=tuple(frozenset(number for of, number, _ in taken if of == one) for one in ids),
        patients=frozenset(patient for _, _, patient in taken),
    )
