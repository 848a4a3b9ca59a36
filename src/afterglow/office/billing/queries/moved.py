"""Charges for a date that was put on another day since: the entry stays, its words say where the date went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.places import Place
from afterglow.office.billing.models.charges import EVENT, PLACE, Charge
from afterglow.office.billing.rules.charging import words_of_moved


def words_now(charges: Sequence[Charge]) -> Mapping[int, str]:
    """What each charge is for as things stand, by its number: its own words, and the day its date was moved to."""
    places = Place.objects.filter(ref__in=[one.of for one in charges if one.kind == PLACE])
    sign_ups = SignUp.objects.filter(ref__in=[one.of for one in charges if one.kind == EVENT])
    days: dict[str, date] = {}
    for rows in (places, sign_ups):
        days |= dict(rows.values_list("ref", "meeting__day"))
    return {one.pk: words_of_moved(one.words, one.day, days.get(one.of, one.day)) for one in charges}
