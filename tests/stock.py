"""Stock in the cupboard, and a dose drawn up from it: through the pharmacy's actions, each with its witness."""

from __future__ import annotations

from datetime import datetime, timedelta

from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import direction_for, protocol_of
from afterglow.care.pharmacy.actions import drawing, keeping, receiving
from afterglow.care.pharmacy.actions.witnessing import witness
from afterglow.care.pharmacy.models import Draw, Holding, Place
from afterglow.care.pharmacy.queries.stock import holdings_for
from afterglow.care.pharmacy.queries.units import Portion, Units
from afterglow.ground.access.models import Account
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from tests.people import Cast

DELIVERED = 50
"""Units in a delivery: more than any test uses."""


def stocked(cast: Cast, code: str, *, now: datetime) -> None:
    """A delivery of one product, received by the pharmacist before a nurse."""
    place = Place.objects.filter(clinic=cast.clinic).first() or keeping.add_place(
        name="Drug cupboard", by=cast.grace, now=now
    )
    delivery = receiving.Delivery(
        code=code,
        lot="A1",
        expires_on=(now + timedelta(days=400)).date(),
        units=DELIVERED,
        place=place,
        from_name="Northshire Hospital pharmacy",
        from_address="2 Orchard Way, Northshire",
        requisition="0231",
    )
    account = Account.objects.get(pk=cast.priya.account_id)
    proof = witness(account=account, entry=receiving.what_is_received(delivery), by=cast.grace, now=now)
    receiving.receive(delivery=delivery, by=cast.grace, now=now, countersigned=proof)


def drawn_up(cast: Cast, treatment: Treatment, *, now: datetime) -> tuple[Draw, ...]:
    """The signed dose drawn by Priya, Tom watching; what is not drawn of the vial is destroyed at once."""
    holding = _holding(cast, treatment, now)
    direction = direction_for(treatment)
    assert direction is not None
    contents = holding.page.contents_micrograms
    units = -(-direction.dose_micrograms // contents)
    taken = Units(holding.lot, holding.place, units)
    portions = [Portion(treatment, Dose(direction.dose_micrograms))]
    rest = Dose(units * contents - direction.dose_micrograms)
    account = Account.objects.get(pk=cast.tom.account_id)
    proof = witness(account=account, entry=drawing.what_is_drawn(taken, portions, rest), by=cast.priya, now=now)
    return drawing.draw(taken=taken, portions=portions, destroyed=rest, by=cast.priya, now=now, countersigned=proof)


def _holding(cast: Cast, treatment: Treatment, now: datetime) -> Holding:
    protocol = protocol_of(treatment.course)
    today = local_day(now, protocol.zone)
    found = holdings_for(treatment, today)
    if not found:
        stocked(cast, protocol.treatment_coded(treatment.code).products[0].code, now=now)
        found = holdings_for(treatment, today)
    return found[0]
