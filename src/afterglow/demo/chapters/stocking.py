"""The drug cupboard through the year: deliveries, weekly counts by two, and every dose drawn and accounted for."""

from __future__ import annotations

from datetime import date, timedelta

from afterglow.care.course.models import Direction, Treatment
from afterglow.care.course.queries import direction_for
from afterglow.care.pharmacy.actions import counting, drawing, giving, keeping, receiving
from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness
from afterglow.care.pharmacy.models import Holding, Place, RegisterPage, SecondCount
from afterglow.care.pharmacy.queries.drawn import draws_of
from afterglow.care.pharmacy.queries.products import Stocked, stocked
from afterglow.care.pharmacy.queries.stock import holdings_for, units_in
from afterglow.care.pharmacy.queries.units import Portion, Units
from afterglow.demo.telling import Scene, Story
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Countersignature
from afterglow.ground.kernel.quantity import Dose

_DELIVERED = 20
_FEW = 8
_GOOD_FOR = timedelta(days=548)
_IN_LINE = Dose.of(2)
"""What stays in the line of an infusion."""
_CUPBOARD = "Drug cupboard"


def kept(scene: Scene) -> Story:
    """Stocked on the first day; from then on counted every Monday before the first patient, and ordered when few."""
    yield scene.later(15)
    place = keeping.add_place(name=_CUPBOARD, by=_keeper(scene), now=scene.now)
    for one in stocked(scene.protocol):
        deliver(scene, one, place)
    week = scene.today
    while True:
        week += timedelta(days=7)
        yield scene.at(scene.open_day(week), "07:45")
        for page in RegisterPage.objects.filter(clinic=scene.clinic).order_by("pk"):
            count(scene, page, place)
        few = RegisterPage.objects.filter(clinic=scene.clinic, balance__lt=_FEW).values_list("code", flat=True)
        for one in stocked(scene.protocol):
            if one.product.code in few:
                deliver(scene, one, place)


def deliver(scene: Scene, what: Stocked, place: Place) -> None:
    """A delivery from the hospital pharmacy: a lot of its own, received by one and watched by another."""
    number = f"{scene.today:%y%m}{what.product.code[:1].upper()}{scene.today.day:02}"
    delivery = receiving.Delivery(
        code=what.product.code,
        lot=number,
        expires_on=_last_of_month(scene.today + _GOOD_FOR),
        units=_DELIVERED,
        place=place,
        from_name="Northshire Hospital pharmacy",
        from_address="2 Orchard Way, Northshire",
        requisition=f"{scene.today:%y}-{scene.today.timetuple().tm_yday:03}",
    )
    keeper = _keeper(scene)
    proof = _beside(scene, receiving.what_is_received(delivery), by=keeper)
    receiving.receive(delivery=delivery, by=keeper, now=scene.now, countersigned=proof)


def count(scene: Scene, page: RegisterPage, place: Place, *, missing: int = 0) -> SecondCount:
    """Two nurses count; ``missing`` is how many of what the book has neither of them finds."""
    found = max(0, units_in(page, place) - missing)
    first = counting.count_first(page=page, place=place, counted=found, by=scene.people["nurse"], now=scene.now)
    return counting.count_second(first=first, counted=found, by=scene.people["second nurse"], now=scene.now)


def draw_up(scene: Scene, treatment: Treatment) -> None:
    """The dose drawn by one nurse, the other watching; what the vial holds beyond it is destroyed at once."""
    direction = direction_for(treatment)
    assert direction is not None
    holding = next(one for one in holdings_for(treatment, scene.today) if one.units >= _units(one, direction))
    units = _units(holding, direction)
    contents = units * holding.page.contents_micrograms
    more = _IN_LINE.units if direction.rate_microlitres_per_hour and treatment.number == 1 else 0
    drawn = contents if holding.page.unit == "device" else min(contents, direction.dose_micrograms + more)
    taken = Units(holding.lot, holding.place, units)
    portions = [Portion(treatment, Dose(drawn))]
    rest = Dose(contents - drawn)
    nurse = scene.people["nurse"]
    proof = _beside(scene, drawing.what_is_drawn(taken, portions, rest), by=nurse)
    drawing.draw(taken=taken, portions=portions, destroyed=rest, by=nurse, now=scene.now, countersigned=proof)


def account_for(scene: Scene, treatment: Treatment) -> None:
    """What is left in syringe, line or spray after the dose, destroyed before a witness."""
    nurse = scene.people["nurse"]
    for one in draws_of(treatment):
        if one.administered.left_micrograms and not hasattr(one, "rest_destroyed"):
            left = Dose(one.administered.left_micrograms)
            proof = _beside(scene, giving.what_is_left(one, left), by=nurse)
            giving.destroy_rest(draw=one, destroyed=left, by=nurse, now=scene.now, countersigned=proof)


def _units(holding: Holding, direction: Direction) -> int:
    return -(-direction.dose_micrograms // holding.page.contents_micrograms)


def _beside(scene: Scene, entry: Witnessed, *, by: Actor) -> Countersignature:
    account = Account.objects.get(pk=scene.people["second nurse"].account_id or 0)
    return witness(account=account, entry=entry, by=by, now=scene.now)


def _keeper(scene: Scene) -> Actor:
    return scene.people.get("pharmacist", scene.people["nurse"])


def _last_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
