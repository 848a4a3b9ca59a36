"""Charges for which less is owed than was charged: places and dates of events that were given back or called off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.places import Place
from afterglow.care.groups.queries.events import sign_ups_with_fee
from afterglow.care.groups.queries.paying import owed_places
from afterglow.office.billing.models.charges import EVENT, GIVEN_BACK, PLACE, Charge


@dataclass(frozen=True)
class Lessened:
    """A charge, what is owed for it by now, and why."""

    charge: Charge
    owed_pence: int
    because: str


def lessened() -> Iterator[Lessened]:
    """Every charge of which more stands than is owed by now, and nothing was given back yet."""
    for kind in (PLACE, EVENT):
        rows = Charge.objects.filter(kind=kind).exclude(reliefs__kind=GIVEN_BACK).prefetch_related("reliefs")
        charges = {one.of: one for one in rows}
        for clinic_id in sorted({one.clinic_id for one in charges.values()}):
            for found in _found(kind, clinic_id, charges):
                charge = charges[found.ref]
                let_off = sum(one.pence for one in charge.reliefs.all())
                if found.owed_pence < charge.pence - let_off:
                    yield Lessened(charge, found.owed_pence, _because(found))


def _found(kind: str, clinic_id: int, charges: dict[str, Charge]) -> list[Place | SignUp]:
    if kind == PLACE:
        return list(owed_places(clinic_id=clinic_id).filter(ref__in=charges))
    return list(sign_ups_with_fee(clinic_id=clinic_id).filter(ref__in=charges))


def _because(found: Place | SignUp) -> str:
    if isinstance(found, Place):
        return found.because or found.get_state_display()
    return found.meeting.cancelled_because or "They said in time that they cannot come."
