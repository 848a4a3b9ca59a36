"""What ``office/billing`` finds: places to pay, and what is owed for those that were confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from afterglow.care.groups.models.places import (
    ABSENT,
    ATTENDED,
    CALLED_OFF,
    CANCELLED,
    CANCELLED_LATE,
    CONFIRMED,
    HELD,
    Place,
)
from afterglow.care.groups.queries.places import access_place, taken_together
from afterglow.ground.access.actor import Actor
from afterglow.ground.kernel.money import Money
from afterglow.record.people.models import Patient

SETTLED = (CONFIRMED, ATTENDED, ABSENT, CANCELLED, CANCELLED_LATE, CALLED_OFF)


def access_place_to_pay(*, by: Actor, ref: str) -> Place:
    """One place, for its patient or for staff who may see them. Raises Http404."""
    return access_place(by=by, ref=ref)


def price_of(place: Place) -> Money:
    """What is paid at once: the fees of all places taken together with this."""
    return Money(sum(one.fee_pence for one in taken_together(place)), place.currency)


def held_with_fee(patient: Patient) -> Sequence[Place]:
    """Places held for a patient that are confirmed once they are paid; of those taken together the first."""
    rows = Place.objects.filter(clinic_id=patient.clinic_id, patient=patient, state=HELD, fee_pence__gt=0)
    first: dict[str, Place] = {}
    for place in rows.select_related("meeting__series", "patient").order_by("meeting__starts_at"):
        first.setdefault(place.together, place)
    return list(first.values())


def owed_places(*, clinic_id: int, since: datetime | None = None) -> QuerySet[Place]:
    """Each place with a fee that was confirmed once, oldest change first; ``owed_pence`` is what is owed for it now.

    A place given back in time, or of a meeting called off, owes 0: what was paid for it is to be given back.
    """
    rows: QuerySet[Place] = Place.objects.filter(clinic_id=clinic_id, fee_pence__gt=0, state__in=SETTLED)
    if since is not None:
        rows = rows.filter(state_since__gte=since)
    return rows.select_related("meeting__series", "patient").order_by("state_since", "pk")
