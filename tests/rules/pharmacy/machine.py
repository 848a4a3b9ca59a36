"""Any sequence of acts at a desk, held after each of them against an oracle of plain integers."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.rules.pharmacy.desk import EACH, LOTS, PATIENTS, PLACES, Desk, RuleDesk

lots, places, patients = st.sampled_from(LOTS), st.sampled_from(PLACES), st.sampled_from(PATIENTS)
milligrams = st.integers(0, 420).map(lambda mg: mg * 1_000) | st.sampled_from([35_000, 50_500, 199_999, 200_000])
off_by = st.sampled_from([0, 0, 0, 0, 1, -1, 1_000])


class Register(RuleBasedStateMachine):
    """The oracle: what may be taken is worked out here by arithmetic alone."""

    desk: Desk

    @initialize(first=st.integers(0, 9))
    def opened(self, first: int) -> None:
        self.desk = self.made()
        self.units: dict[tuple[str, str], int] = defaultdict(int)
        self.back: set[str] = set()
        self.draws: list[list[int]] = []
        """Patient, drawn, given (-1: not yet), destroyed afterwards (-1: not yet), spilt."""
        self.begun: set[int] = set()
        self.rest_cases: list[int] = []
        self.told: set[int] = set()
        self.received = self.away = self.restated = self.destroyed_at_once = 0
        self.cases: list[tuple[str, int]] = []
        self.known: set[str] = set()
        self.receive(LOTS[0], PLACES[0], first)

    def made(self) -> Desk:
        """A desk with nothing on it."""
        return RuleDesk()

    @rule(lot=lots, place=places, units=st.integers(0, 6))
    def receive(self, lot: str, place: str, units: int) -> None:
        taken = units >= 1
        assert self.desk.receive(lot, place, units) is taken
        if taken:
            self.units[lot, place] += units
            self.received += units
            self.known.add(lot)

    @rule(number=st.integers(0, 20), more=st.integers(0, 1), patient=patients, drawn=milligrams)
    def draw_what_there_is(self, number: int, more: int, patient: int, drawn: int) -> None:
        """Any amounts together hardly ever balance: most acts begin with a dose that was drawn rightly."""
        kept = sorted(where for where, units in self.units.items() if units and where[0] not in self.back)
        if kept:
            lot, place = kept[number % len(kept)]
            units = min(self.units[lot, place], 1 + more)
            self.draw_up(lot, place, units, patient, max(1, min(drawn, units * EACH)), 0)

    @rule(lot=lots, place=places, units=st.integers(0, 3), patient=patients, drawn=milligrams, off=off_by)
    def draw(self, lot: str, place: str, units: int, patient: int, drawn: int, off: int) -> None:
        self.draw_up(lot, place, units, patient, drawn, off)

    def draw_up(self, lot: str, place: str, units: int, patient: int, drawn: int, off: int) -> None:
        """Draw, and compare what the desk says with arithmetic."""
        destroyed = max(0, units * EACH - drawn + off)
        balances = drawn > 0 and drawn + destroyed == units * EACH
        taken = balances and 1 <= units <= self.units[lot, place] and lot not in self.back
        assert self.desk.draw(lot, place, units, patient, drawn, destroyed) is taken
        if taken:
            self.units[lot, place] -= units
            self.destroyed_at_once += destroyed
            self.draws.append([patient, drawn, -1, -1, 0])

    @rule(patient=patients, share=st.sampled_from([0, 1, 2, 3, 4, 4, 4]), more=st.sampled_from([0, 0, 0, 1]))
    def give(self, patient: int, share: int, more: int) -> None:
        held = [one for one in self.draws if one[0] == patient and one[2] < 0]
        given = sum(one[1] for one in held) * share // 4 + more
        taken = given <= sum(one[1] for one in held)
        assert self.desk.give(patient, given) is taken
        if taken:
            for one in held:
                one[2] = min(given, one[1])
                given -= one[2]

    @rule(patient=patients, sure=st.integers(0, 3))
    def begin(self, patient: int, sure: int) -> None:
        if sure == 3:  # for good, here: what is drawn for others can still be destroyed unbegun
            self.desk.begin(patient)
            self.begun.add(patient)

    @rule(number=st.integers(0, 20), off=off_by)
    def rest(self, number: int, off: int) -> None:
        if not self.draws:
            return
        number %= len(self.draws)
        left = self.left_of(number)
        destroyed = max(0, left + off)
        taken = left > 0 and destroyed == left
        assert self.desk.rest(number, destroyed) is taken
        if taken:
            self.draws[number][2:4] = [max(0, self.draws[number][2]), destroyed]

    @rule(number=st.integers(0, 20), off=st.sampled_from([-400_000, -1_000, -1, 0, 1, 400_000]), spilt=st.booleans())
    def measured(self, number: int, off: int, spilt: bool) -> None:
        if not self.draws:
            return
        number %= len(self.draws)
        one, left = self.draws[number], self.left_of(number)
        found = max(0, left + off)
        taken = left > 0 and found <= one[1] and not (spilt and found >= left)
        assert self.desk.measured(number, found, spilt=spilt) is taken
        if taken:
            one[2:] = [max(0, one[2]), found, left - found if spilt else 0]
            self.rest_cases += [number] if found != left else []

    @rule(end=st.sampled_from(["spilt", "an entry was wrong", "not explained"]), told=st.booleans())
    def explain(self, end: str, told: bool) -> None:
        if not self.rest_cases:
            return
        one = self.draws[self.rest_cases[0]]
        lost = one[1] - one[2] - one[3]
        self.told |= set(self.rest_cases[:1]) if told else set()
        taken = (self.rest_cases[0] in self.told or end == "an entry was wrong") and (lost > 0 or end != "spilt")
        assert self.desk.explain(end, told=told) is taken
        if taken:
            one[4] = lost if end == "spilt" else one[4]
            del self.rest_cases[0]

    def left_of(self, number: int) -> int:
        """What may be destroyed of a draw now: all of it where its dose never began."""
        patient, drawn, given, destroyed, _ = self.draws[number]
        if destroyed >= 0 or (given < 0 and patient in self.begun):
            return 0
        return drawn - max(0, given)

    @rule(lot=lots, place=places, to=places, units=st.integers(0, 4))
    def move(self, lot: str, place: str, to: str, units: int) -> None:
        taken = place != to and 1 <= units <= self.units[lot, place]
        assert self.desk.move(lot, place, to, units) is taken
        if taken:
            self.units[lot, place] -= units
            self.units[lot, to] += units

    @rule(lot=lots, place=places, units=st.integers(0, 3), destroy=st.booleans())
    def send_away(self, lot: str, place: str, units: int, destroy: bool) -> None:
        taken = 1 <= units <= self.units[lot, place]
        assert self.desk.send_away(lot, place, units, destroy=destroy) is taken
        if taken:
            self.units[lot, place] -= units
            self.away += units

    @rule(lot=lots, back=st.booleans())
    def hold(self, lot: str, back: bool) -> None:
        if lot not in self.known:
            return
        assert self.desk.hold(lot, back=back) is ((lot in self.back) is not back)
        self.back = self.back | {lot} if back else self.back - {lot}

    @rule(place=places, off=st.sampled_from([0, 0, 0, 1, -1]), differs=st.sampled_from([0, 0, 0, 1]))
    def count(self, place: str, off: int, differs: int) -> None:
        if self.received == 0:
            return
        book = sum(units for (_, where), units in self.units.items() if where == place)
        first = max(0, book + off)
        second = first + differs
        expected = "count again" if differs else "agrees" if first == book else "differs"
        assert self.desk.count(place, first, second) == expected
        if expected == "differs":
            self.cases.append((place, first - book))

    @rule(lot=lots)
    def close(self, lot: str) -> None:
        if lot not in self.known:
            return
        place, difference = self.cases[0] if self.cases else ("", 0)
        taken = bool(self.cases) and self.units[lot, place] + difference >= 0
        assert self.desk.close(lot) is taken
        if taken:
            self.units[lot, place] += difference
            self.restated += difference
            del self.cases[0]

    @rule()
    def note(self) -> None:
        if self.received:
            assert self.desk.note(1) is True

    @invariant()
    def every_microgram_is_somewhere(self) -> None:
        if not hasattr(self, "desk"):
            return
        facts = self.desk.facts()
        assert facts.held == {where: units for where, units in self.units.items() if units}
        assert facts.balance == sum(self.units.values()) >= 0
        assert facts.drawn_open == sum(one[1] for one in self.draws if one[2] < 0)
        assert facts.given == sum(max(0, one[2]) for one in self.draws)
        assert facts.spilt == sum(one[4] for one in self.draws)
        assert facts.missing == sum(one[1] - one[2] - one[3] - one[4] for one in self.draws if one[3] >= 0)
        gone = facts.drawn_open + facts.left_open + facts.given + facts.destroyed + facts.spilt + facts.missing
        assert (self.received + self.restated - self.away - facts.balance) * EACH == gone

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            assert self.desk.wrong() == ""


def run(machine: Any, *, sequences: int, steps: int) -> None:
    """Run a machine through so many sequences of so many acts."""

    limits = settings(
        max_examples=sequences, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=limits)
