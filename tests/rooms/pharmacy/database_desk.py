"""The desk of the register's machine as it really is: every act through its action, with its witness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from afterglow.care.course.actions import report_begun
from afterglow.care.course.models import Treatment
from afterglow.care.pharmacy.actions import (
    counting,
    destroying,
    discrepancies,
    giving,
    keeping,
    moving,
    receiving,
    returning,
)
from afterglow.care.pharmacy.models import (
    Administered,
    Discrepancy,
    Draw,
    Holding,
    Line,
    Lot,
    Opening,
    Place,
    RegisterPage,
    RestDestroyed,
    Spilt,
)
from afterglow.care.pharmacy.queries.sealing import broken_at
from afterglow.care.pharmacy.queries.units import Units
from afterglow.care.pharmacy.rules.discrepancy import ENTRY_WRONG
from afterglow.ground.access.acting import Refused
from afterglow.ground.kernel.quantity import Dose
from tests.people import NOW, Cast
from tests.rooms.pharmacy.shelf import VIAL, Shelf, beside, drawn, rest_destroyed
from tests.rules.pharmacy.desk import LOTS, PLACES, Facts


@dataclass
class DatabaseDesk:
    """One clinic's register; ``treatments`` are those of the machine's patients."""

    cast: Cast
    treatments: list[Treatment]
    places: dict[str, Place] = field(default_factory=dict)

    def receive(self, lot: str, place: str, units: int) -> bool:
        delivery = receiving.Delivery(VIAL, lot, date(2027, 3, 31), units, self._place(place), "A", "B", "1")
        proof = beside(self.cast, receiving.what_is_received(delivery), by=self.cast.grace, second=self.cast.priya)
        return taken(lambda: receiving.receive(delivery=delivery, by=self.cast.grace, now=NOW, countersigned=proof))

    def draw(self, lot: str, place: str, units: int, patient: int, drawn_: int, destroyed: int) -> bool:
        found = self._lot(lot)
        if found is None:
            return False
        shelf = Shelf(self.cast, self._place(place), found)
        portion, rest = Dose(drawn_), Dose(destroyed)
        return taken(lambda: drawn(shelf, self.treatments[patient], units=units, exactly=(portion, rest)))

    def give(self, patient: int, given: int) -> bool:
        treatment, dose = self.treatments[patient], Dose(given)
        return taken(lambda: giving.report_given(treatment=treatment, given=dose, by=self.cast.priya, now=NOW))

    def rest(self, draw: int, destroyed: int) -> bool:
        found = Draw.objects.order_by("pk")[draw]
        shelf = Shelf(self.cast, found.opening.place, found.opening.lot)
        return taken(lambda: rest_destroyed(shelf, found, 0, exactly=Dose(destroyed)))

    def begin(self, patient: int) -> None:
        treatment = Treatment.objects.get(pk=self.treatments[patient].pk)
        if treatment.begun_at is None:
            report_begun(treatment=treatment, by=self.cast.priya, now=NOW)

    def measured(self, draw: int, destroyed: int, *, spilt: bool) -> bool:
        found, amount = Draw.objects.order_by("pk")[draw], Dose(destroyed)
        said = {"differs": True, "spilt": "It fell." if spilt else ""}
        entry = giving.what_is_left(found, amount, **said)
        proof = beside(self.cast, entry, by=self.cast.priya, second=self.cast.tom)
        return taken(
            lambda: giving.destroy_rest(
                draw=found, destroyed=amount, by=self.cast.priya, now=NOW, countersigned=proof, **said
            )
        )

    def explain(self, end: str, *, told: bool) -> bool:
        case = Discrepancy.objects.filter(closed_at=None, rest__isnull=False).order_by("pk")[0]
        discrepancies.note_discrepancy(case=case, text="Looked.", told_officer=told, by=self.cast.tom, now=NOW)
        return self._closed(case, discrepancies.Explained(end, "Said so."))

    def move(self, lot: str, place: str, to: str, units: int) -> bool:
        what, where = self._units(lot, place, units), self._place(to)
        if what is None:
            return False
        proof = beside(self.cast, moving.what_is_moved(what, where), by=self.cast.grace, second=self.cast.tom)
        return taken(lambda: moving.move(what=what, to=where, by=self.cast.grace, now=NOW, countersigned=proof))

    def send_away(self, lot: str, place: str, units: int, *, destroy: bool) -> bool:
        what, by = self._units(lot, place, units), self.cast.grace
        if what is None:
            return False
        if destroy:
            entry = destroying.what_is_destroyed(what, destroying.BROKEN, "")
            proof = beside(self.cast, entry, by=by, second=self.cast.tom)
            return taken(
                lambda: destroying.destroy(
                    what=what, reason=destroying.BROKEN, authorised="", by=by, now=NOW, countersigned=proof
                )
            )
        back = {"to_name": "A", "to_address": "B", "authority": "C"}
        proof = beside(self.cast, returning.what_is_returned(what, **back), by=by, second=self.cast.tom)
        return taken(lambda: returning.send_back(what=what, **back, by=by, now=NOW, countersigned=proof))

    def hold(self, lot: str, *, back: bool) -> bool:
        found = self._lot(lot)
        if found is None:
            return False
        return taken(
            lambda: keeping.stand_lot(lot=found, held_back=back, reason="a doubt", by=self.cast.grace, now=NOW)
        )

    def count(self, place: str, first: int, second: int) -> str:
        page = RegisterPage.objects.get()
        made = counting.count_first(page=page, place=self._place(place), counted=first, by=self.cast.priya, now=NOW)
        return counting.count_second(first=made, counted=second, by=self.cast.tom, now=NOW).outcome

    def close(self, lot: str) -> bool:
        case = Discrepancy.objects.filter(closed_at=None, rest=None).order_by("pk").first()
        if case is None:
            return False
        first = Line.objects.order_by("pk").first()
        return self._closed(case, discrepancies.Explained(ENTRY_WRONG, "Said so.", first, self._lot(lot)))

    def note(self, line: int) -> bool:
        found = Line.objects.get(number=line)
        proof = beside(self.cast, keeping.what_is_noted(found, "Said so."), by=self.cast.grace, second=self.cast.tom)
        return taken(
            lambda: keeping.add_footnote(line=found, text="Said so.", by=self.cast.grace, now=NOW, countersigned=proof)
        )

    def facts(self) -> Facts:
        held = Holding.objects.filter(units__gt=0).values_list("lot__number", "place__name", "units")
        page = RegisterPage.objects.first()
        opened = Draw.objects.filter(administered=None).aggregate(all=Sum("drawn_micrograms"))["all"]
        left = Administered.objects.filter(draw__rest_destroyed=None).aggregate(all=Sum("left_micrograms"))["all"]
        given = Administered.objects.aggregate(all=Sum("given_micrograms"))["all"]
        at_once = Opening.objects.aggregate(all=Sum("destroyed_micrograms"))["all"]
        rest = RestDestroyed.objects.aggregate(all=Sum("destroyed_micrograms"))["all"]
        spilt = Spilt.objects.aggregate(all=Sum("spilt_micrograms"))["all"] or 0
        were_left = Administered.objects.exclude(draw__rest_destroyed=None).aggregate(all=Sum("left_micrograms"))["all"]
        return Facts(
            page.balance if page else 0,
            {(lot, place): units for lot, place, units in held},
            opened or 0,
            left or 0,
            given or 0,
            (at_once or 0) + (rest or 0),
            spilt,
            (were_left or 0) - (rest or 0) - spilt,
        )

    def wrong(self) -> str:
        return next(filter(None, map(broken_at, RegisterPage.objects.all())), "")

    def _closed(self, case: Discrepancy, explained: discrepancies.Explained) -> bool:
        entry = discrepancies.what_is_closed(case, explained)
        proof = beside(self.cast, entry, by=self.cast.grace, second=self.cast.tom)
        return taken(
            lambda: discrepancies.close_discrepancy(
                case=case, explained=explained, by=self.cast.grace, now=NOW, countersigned=proof
            )
        )

    def _lot(self, number: str) -> Lot | None:
        found: Lot | None = Lot.objects.filter(number=number).first()
        return found

    def _place(self, name: str) -> Place:
        if not self.places:
            self.places = {one: keeping.add_place(name=one, by=self.cast.grace, now=NOW) for one in PLACES}
        return self.places[name]

    def _units(self, lot: str, place: str, units: int) -> Units | None:
        assert lot in LOTS
        found = self._lot(lot)
        return Units(found, self._place(place), units) if found else None


def taken(act: Callable[[], object]) -> bool:
    """Whether an act was taken; a refused one leaves nothing behind."""
    try:
        act()
    except Refused:
        return False
    return True
