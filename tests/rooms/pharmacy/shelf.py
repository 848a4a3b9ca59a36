"""A clinic with ketamine in its cupboard, stocked only through actions, and every act with its witness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from afterglow.care.course.models import Treatment
from afterglow.care.pharmacy.actions import counting, drawing, giving, keeping, receiving
from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness
from afterglow.care.pharmacy.models import Draw, FirstCount, Lot, Place, RegisterPage, RestDestroyed, SecondCount
from afterglow.care.pharmacy.queries.units import Portion, Units
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Countersignature
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.people.actions import register_patient
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, maya
from tests.rooms.treatment.day import direct, planned

VIAL = "ketamine-10-20"
"""10 mg/mL, 20 mL: 200 mg in each."""
LAST_DAY = date(2027, 3, 31)


@dataclass(frozen=True)
class Shelf:
    """One cupboard, one lot, and whoever may act and watch."""

    cast: Cast
    place: Place
    lot: Lot

    @property
    def page(self) -> RegisterPage:
        """The page as it stands now."""
        return RegisterPage.objects.get(pk=self.lot.page_id)


def beside(cast: Cast, entry: Witnessed, *, by: Actor, second: Actor, now: datetime = NOW) -> Countersignature:
    """The second person proves who they are beside the first."""
    return witness(account=Account.objects.get(pk=second.account_id), entry=entry, by=by, now=now)


def shelf(cast: Cast, *, units: int = 10, code: str = VIAL, expires: date = LAST_DAY, number: str = "A1") -> Shelf:
    """A cupboard with so many units of one lot."""
    place = Place.objects.filter(clinic=cast.clinic).first() or keeping.add_place(
        name="Drug cupboard", by=cast.grace, now=NOW
    )
    line = receiving.receive(**delivered(cast, place, units, code=code, expires=expires, number=number))
    assert line.lot is not None
    return Shelf(cast, place, line.lot)


def delivered(
    cast: Cast, place: Place, units: int, *, code: str = VIAL, expires: date = LAST_DAY, number: str = "A1"
) -> dict[str, object]:
    """A delivery as the action takes it: the pharmacist receives, a nurse watches."""
    delivery = receiving.Delivery(
        code=code,
        lot=number,
        expires_on=expires,
        units=units,
        place=place,
        from_name="Larkfield Hospital pharmacy",
        from_address="2 Orchard Way, Larkfield",
        requisition="0231",
    )
    proof = beside(cast, receiving.what_is_received(delivery), by=cast.grace, second=cast.priya)
    return {"delivery": delivery, "by": cast.grace, "now": NOW, "countersigned": proof}


def ruth(cast: Cast) -> Patient:
    """Ruth Kesselring, 40."""
    return register_patient(
        given_names="Ruth",
        family_name="Kesselring",
        birth_date=date(1986, 2, 11),
        sex_at_birth="female",
        by=cast.joanne,
        now=NOW,
    )


def directed(cast: Cast, patient: Patient | None = None) -> Treatment:
    """35 mg planned and signed for today."""
    treatment = planned(cast, patient or maya(cast))
    direct(cast, treatment)
    return treatment


def drawn(
    shelf: Shelf,
    *treatments: Treatment,
    mg: int = 35,
    units: int = 1,
    destroyed: int | None = None,
    now: datetime = NOW,
    exactly: tuple[Dose, Dose] | None = None,
) -> tuple[Draw, ...]:
    """The same amount drawn for each of them by one nurse, the other watching; the rest of the vials is destroyed.

    ``exactly`` gives what is drawn and destroyed to the microgram.
    """
    amount, rest = exactly or (Dose.of(mg), _rest(mg * len(treatments), units, destroyed))
    taken = Units(shelf.lot, shelf.place, units)
    portions = [Portion(one, amount) for one in treatments]
    entry = drawing.what_is_drawn(taken, portions, rest)
    cast = shelf.cast
    proof = beside(cast, entry, by=cast.priya, second=cast.tom, now=now)
    return drawing.draw(taken=taken, portions=portions, destroyed=rest, by=cast.priya, now=now, countersigned=proof)


def rest_destroyed(
    shelf: Shelf, draw: Draw, mg: int, *, now: datetime = NOW, exactly: Dose | None = None
) -> RestDestroyed:
    """What is left destroyed by one nurse, the other watching."""
    cast, amount = shelf.cast, exactly or Dose.of(mg)
    proof = beside(cast, giving.what_is_left(draw, amount), by=cast.priya, second=cast.tom, now=now)
    return giving.destroy_rest(draw=draw, destroyed=amount, by=cast.priya, now=now, countersigned=proof)


def counted(shelf: Shelf, first: int, second: int, *, now: datetime = NOW) -> SecondCount:
    """A count by two, each on a tablet of their own."""
    made = first_counted(shelf, first, now=now)
    return counting.count_second(first=made, counted=second, by=shelf.cast.tom, now=now)


def first_counted(shelf: Shelf, first: int, *, now: datetime = NOW) -> FirstCount:
    """The first of two counts."""
    return counting.count_first(page=shelf.page, place=shelf.place, counted=first, by=shelf.cast.priya, now=now)


def _rest(mg: int, units: int, destroyed: int | None) -> Dose:
    return Dose.of(max(0, 200 * units - mg) if destroyed is None else destroyed)
