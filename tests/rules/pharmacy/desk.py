"""A register kept twice: once by the product's own rules, once by an oracle that only adds and subtracts integers.

``Desk`` is what the machine acts on: ``RuleDesk`` composes the pure rules, and the tests of the room have one that goes
through the actions and the database. Every act answers whether it was taken.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from afterglow.care.pharmacy.rules.balance import NOTHING_YET, Booked, balance_after, first_wrong, taking_findings
from afterglow.care.pharmacy.rules.counting import Outcome, outcome
from afterglow.care.pharmacy.rules.discrepancy import ENTRY_WRONG, SPILT, Closing, closing_findings, ends_of_a_rest
from afterglow.care.pharmacy.rules.drawing import (
    InSyringe,
    Opened,
    drawing_findings,
    giving_findings,
    rest_findings,
    shared_out,
)
from afterglow.care.pharmacy.rules.lots import LotFacts, lot_findings
from afterglow.care.pharmacy.rules.sealing import Link, first_broken, seal_of
from afterglow.care.pharmacy.rules.spilling import spill_findings
from afterglow.ground.kernel.quantity import Dose

EACH = 200_000
"""Micrograms in one vial of 10 mg/mL, 20 mL."""
TODAY = date(2026, 6, 11)
LOTS = ("A1", "B2")
PLACES = ("Drug cupboard", "Theatre cupboard")
PATIENTS = (0, 1, 2)
KEY = b"kept outside the database"


class Desk(Protocol):
    """Where stock is kept and the register written."""

    def receive(self, lot: str, place: str, units: int) -> bool: ...

    def draw(self, lot: str, place: str, units: int, patient: int, drawn: int, destroyed: int) -> bool: ...

    def give(self, patient: int, given: int) -> bool: ...

    def begin(self, patient: int) -> None: ...

    def rest(self, draw: int, destroyed: int) -> bool: ...

    def measured(self, draw: int, destroyed: int, *, spilt: bool) -> bool: ...

    def explain(self, end: str, *, told: bool) -> bool: ...

    def move(self, lot: str, place: str, to: str, units: int) -> bool: ...

    def send_away(self, lot: str, place: str, units: int, *, destroy: bool) -> bool: ...

    def hold(self, lot: str, *, back: bool) -> bool: ...

    def count(self, place: str, first: int, second: int) -> str: ...

    def close(self, lot: str) -> bool: ...

    def note(self, line: int) -> bool: ...

    def facts(self) -> Facts: ...

    def wrong(self) -> str: ...


@dataclass(frozen=True)
class Facts:
    """What a desk says there is: units by page and by lot and place, micrograms by what became of them."""

    balance: int
    held: dict[tuple[str, str], int]
    drawn_open: int
    left_open: int
    given: int
    destroyed: int
    spilt: int
    missing: int
    """What was left less what was destroyed and what was spilt: less than none where more was measured."""


@dataclass
class Syringe:
    """One draw as the rule desk keeps it."""

    patient: int
    drawn: int
    given: int | None = None
    destroyed: int | None = None
    spilt: int = 0

    @property
    def left(self) -> int:
        """What waits to be destroyed."""
        return 0 if self.given is None or self.destroyed is not None else self.drawn - self.given

    @property
    def missing(self) -> int:
        """What nobody destroyed, and nobody says was spilt."""
        return (
            0 if self.given is None or self.destroyed is None else self.drawn - self.given - self.destroyed - self.spilt
        )


@dataclass
class RuleDesk:
    """The product's rules put together as its actions do, without a database."""

    lines: list[Booked] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    held: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    back: set[str] = field(default_factory=set)
    draws: list[Syringe] = field(default_factory=list)
    begun: set[int] = field(default_factory=set)
    rest_cases: list[int] = field(default_factory=list)
    """The draws whose rest two people measured otherwise, and whose case is open."""
    told: set[int] = field(default_factory=set)
    destroyed: int = 0
    cases: list[tuple[str, int]] = field(default_factory=list)

    def receive(self, lot: str, place: str, units: int) -> bool:
        if units < 1:
            return False
        self.held[lot, place] += units
        return self._line(received=units)

    def draw(self, lot: str, place: str, units: int, patient: int, drawn: int, destroyed: int) -> bool:
        opened = Opened(units, Dose(EACH))
        refused = (
            *lot_findings(self._facts(lot), TODAY),
            *taking_findings(self.held[lot, place], units, "vial", place),
            *drawing_findings(opened, [Dose(drawn)], Dose(destroyed)),
        )
        if refused:
            return False
        self.held[lot, place] -= units
        self._line(supplied=units)
        self.destroyed += destroyed
        self.draws.append(Syringe(patient, drawn))
        return self._seal("draw", drawn=drawn, destroyed=destroyed)

    def give(self, patient: int, given: int) -> bool:
        held = {n: one for n, one in enumerate(self.draws) if one.patient == patient and one.given is None}
        syringes = [InSyringe(n, Dose(one.drawn)) for n, one in held.items()]
        if giving_findings(Dose(sum(one.drawn.units for one in syringes)), Dose(given)):
            return False
        for number, part, _left in shared_out(syringes, Dose(given)):
            self.draws[number].given = part.units
            self._seal("given", draw=number, given=part.units)
        return True

    def begin(self, patient: int) -> None:
        self.begun.add(patient)

    def rest(self, draw: int, destroyed: int) -> bool:
        left = self._left(draw)
        if left is None or rest_findings(left, Dose(destroyed)):
            return False
        return self._destroyed(draw, destroyed)

    def measured(self, draw: int, destroyed: int, *, spilt: bool) -> bool:
        left, found = self._left(draw), Dose(destroyed)
        if left is None or rest_findings(left, found, drawn=Dose(self.draws[draw].drawn)):
            return False
        if spilt and spill_findings(left, found):
            return False
        self._destroyed(draw, destroyed)
        if destroyed != left.units:
            self.rest_cases.append(draw)
        return self._spilt(draw) if spilt else True

    def explain(self, end: str, *, told: bool) -> bool:
        draw = self.rest_cases[0]
        one = self.draws[draw]
        self.told |= {draw} if told else set()
        ends = ends_of_a_rest(-one.missing - one.spilt)
        if closing_findings(Closing(end, draw in self.told, False, True, None, ends)):
            return False
        if end == SPILT and not one.spilt:
            self._spilt(draw)
        del self.rest_cases[0]
        return self._seal("note", draw=draw)

    def move(self, lot: str, place: str, to: str, units: int) -> bool:
        if to == place or taking_findings(self.held[lot, place], units, "vial", place):
            return False
        self.held[lot, place] -= units
        self.held[lot, to] += units
        return self._line()

    def send_away(self, lot: str, place: str, units: int, *, destroy: bool) -> bool:
        if taking_findings(self.held[lot, place], units, "vial", place):
            return False
        self.held[lot, place] -= units
        return self._line(supplied=units)

    def hold(self, lot: str, *, back: bool) -> bool:
        if (lot in self.back) is back:
            return False
        self.back ^= {lot}
        return True

    def count(self, place: str, first: int, second: int) -> str:
        book = sum(units for (_, where), units in self.held.items() if where == place)
        found = outcome(first, second, book)
        if found is not Outcome.AGAIN:
            self._line()
        if found is Outcome.DIFFERS:
            self.cases.append((place, second - book))
        return found.value

    def close(self, lot: str) -> bool:
        if not self.cases:
            return False
        place, difference = self.cases[0]
        closing = Closing(ENTRY_WRONG, False, False, True, self.held[lot, place] + difference)
        if closing_findings(closing):
            return False
        self.held[lot, place] += difference
        del self.cases[0]
        return self._seal("note") and self._line(restated=difference)

    def note(self, line: int) -> bool:
        return self._seal("note", line=line)

    def facts(self) -> Facts:
        return Facts(
            self.lines[-1].balance if self.lines else 0,
            {where: units for where, units in self.held.items() if units},
            sum(one.drawn for one in self.draws if one.given is None),
            sum(one.left for one in self.draws),
            sum(one.given or 0 for one in self.draws),
            self.destroyed,
            sum(one.spilt for one in self.draws),
            sum(one.missing for one in self.draws),
        )

    def wrong(self) -> str:
        broken = first_broken(self.links, entries=len(self.links), head=self.links[-1].seal if self.links else "")
        line = first_wrong(self.lines, NOTHING_YET)
        return broken or (f"entry {line.number}" if line else "")

    def _left(self, draw: int) -> Dose | None:
        """What must be left; None while the dose goes on."""
        one = self.draws[draw]
        if one.given is None and one.patient in self.begun:
            return None
        return Dose(one.drawn if one.given is None else one.left)

    def _destroyed(self, draw: int, destroyed: int) -> bool:
        one = self.draws[draw]
        if one.given is None:
            one.given = 0
            self._seal("given", draw=draw, given=0)
        one.destroyed = destroyed
        self.destroyed += destroyed
        return self._seal("rest", draw=draw, destroyed=destroyed)

    def _spilt(self, draw: int) -> bool:
        one = self.draws[draw]
        one.spilt = one.missing
        return self._seal("spilt", draw=draw, spilt=one.spilt)

    def _facts(self, lot: str) -> LotFacts:
        return LotFacts(lot, date(2027, 3, 31), "a doubt" if lot in self.back else "")

    def _line(self, *, received: int = 0, supplied: int = 0, restated: int = 0) -> bool:
        before = self.lines[-1].balance if self.lines else 0
        balance = balance_after(before, received=received, supplied=supplied, restated=restated)
        line = Booked(len(self.lines) + 1, balance, received, supplied, restated)
        self.lines.append(line)
        return self._seal("line", number=line.number, balance=balance)

    def _seal(self, what: str, **content: object) -> bool:
        previous = self.links[-1].seal if self.links else ""
        sequence = len(self.links) + 1
        seal = seal_of(KEY, {"what": what, "sequence": sequence, "previous": previous, **content})
        self.links.append(Link(sequence, previous, seal, seal, f"{what} {sequence}"))
        return True


def tampered(links: list[Link], place: int, how: str) -> list[Link]:
    """The chain after somebody without the key changed it: a row edited, taken out, doubled or swapped."""
    changed = list(links)
    if how == "edited":
        changed[place] = replace(changed[place], right_seal="of what it says now")
    elif how == "taken out":
        del changed[place]
    elif how == "doubled":
        changed.insert(place, changed[place])
    else:
        other = place - 1
        changed[place], changed[other] = changed[other], changed[place]
    return changed
