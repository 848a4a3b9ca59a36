"""An infusion: its lawful moves, and what was given, exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.treatment.rules.infusion import (
    MOVES,
    Event,
    InfusionError,
    Phase,
    Syringe,
    Verb,
    before_completing,
    lawful,
    phase_after,
    progress,
)
from afterglow.ground.kernel.quantity import Dose, Rate, Volume
from tests.rules.treatment.safety_table import SafetyTable

START = datetime(2026, 6, 12, 10, 22, tzinfo=UTC)
SYRINGE = Syringe(Dose.parse("35 mg"), Volume.parse("35 mL"))
RATE = Rate.parse("52.5 mL/h")

HISTORIES = {
    Phase.READY: [],
    Phase.RUNNING: [Verb.START],
    Phase.PAUSED: [Verb.START, Verb.PAUSE],
    Phase.STOPPED: [Verb.START, Verb.STOP],
    Phase.COMPLETED: [Verb.START, Verb.COMPLETE],
}

# Every phase by every verb: where it leads, or nothing.
TABLE = """
              start     set rate   pause    resume    stop      complete
ready         running   -          -        -         -         -
running       -         running    paused   -         stopped   completed
paused        -         -          -        running   stopped   -
stopped       -         -          -        -         -         -
completed     -         -          -        -         -         -
"""


def at(minute: float, verb: Verb, rate: str | None = None) -> Event:
    needs = Rate.parse(rate) if rate else (RATE if verb in (Verb.START, Verb.SET_RATE) else None)
    return Event(verb, START + timedelta(minutes=minute), needs)


def now(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


@pytest.mark.parametrize("row", TABLE.strip().splitlines()[1:])
def test_the_table_of_lawful_moves(row: str) -> None:
    name, *cells = row.split()
    for verb, leads_to in zip(Verb, cells, strict=True):
        history = [at(minute, step) for minute, step in enumerate([*HISTORIES[Phase(name)], verb])]
        if leads_to == "-":
            with pytest.raises(InfusionError):
                phase_after(history)
        else:
            assert phase_after(history) == leads_to
    assert lawful(Phase(name)) == tuple(verb for verb, cell in zip(Verb, cells, strict=True) if cell != "-")


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([Event(Verb.START, START)], "with a rate"),
        ([Event(Verb.START, START, Rate(0))], "with a rate"),
        ([at(0, Verb.START), Event(Verb.PAUSE, now(1), RATE)], "without a rate"),
        ([at(5, Verb.START), at(4, Verb.PAUSE)], "before what was done last"),
    ],
)
def test_a_history_that_cannot_have_happened_is_refused(events: list[Event], says: str) -> None:
    with pytest.raises(InfusionError, match=says):
        phase_after(events)


@pytest.mark.parametrize(
    ("events", "minute", "phase", "given", "running", "paused", "remaining"),
    [
        ([], 0, "ready", "0 mg", 0, 0, None),
        ([at(0, Verb.START)], 0, "running", "0 mg", 0, 0, 40),
        ([at(0, Verb.START)], 20, "running", "17.5 mg", 20, 0, 20),
        ([at(0, Verb.START)], 40, "running", "35 mg", 40, 0, 0),
        ([at(0, Verb.START)], 55, "running", "35 mg", 55, 0, 0),  # never more than the syringe held
        ([at(0, Verb.START), at(20, Verb.PAUSE)], 30, "paused", "17.5 mg", 20, 10, 20),
        ([at(0, Verb.START), at(20, Verb.PAUSE), at(30, Verb.RESUME)], 40, "running", "26.25 mg", 30, 10, 10),
        ([at(0, Verb.START), at(20, Verb.STOP)], 50, "stopped", "17.5 mg", 20, 0, None),
        ([at(0, Verb.START), at(20, Verb.PAUSE), at(25, Verb.STOP)], 50, "stopped", "17.5 mg", 20, 5, None),
        # half the rate after 20 minutes: 8.75 mg in the next 20, and 20 more minutes at that rate
        ([at(0, Verb.START), at(20, Verb.SET_RATE, "26.25 mL/h")], 40, "running", "26.25 mg", 40, 0, 20),
        # a slow start: 5 minutes at a third of the rate
        ([at(0, Verb.START, "17.5 mL/h"), at(6, Verb.SET_RATE)], 26, "running", "19.25 mg", 26, 0, 18),
        ([at(0, Verb.START), at(40, Verb.COMPLETE)], 60, "completed", "35 mg", 40, 0, None),
        ([at(0, Verb.START), at(39.5, Verb.COMPLETE)], 60, "completed", "35 mg", 39.5, 0, None),  # the syringe is empty
    ],
)
@pytest.mark.pathway("F12", "I3")
def test_what_has_been_given(
    events: list[Event],
    minute: float,
    phase: str,
    given: str,
    running: float,
    paused: float,
    remaining: float | None,
) -> None:
    stand = progress(SYRINGE, events, now(minute))
    assert stand.phase == phase
    assert stand.given == Dose.parse(given)
    assert (stand.running, stand.paused) == (timedelta(minutes=running), timedelta(minutes=paused))
    assert stand.remaining == (None if remaining is None else timedelta(minutes=remaining))
    assert (stand.expected_end is None) is (remaining is None)
    assert stand.ended_at == (events[-1].at if phase in ("stopped", "completed") else None)


EMPTY_TABLE = SafetyTable(
    "When the syringe is empty",
    "35 mL at 52.5 mL/h: 40 minutes. What is planned from the end of the infusion is counted from there, whether or "
    "not somebody has said that it is over.",
    ("done, at minute", "asked at minute", "empty at minute"),
    (
        (("start at 0",), 20, 40),
        (("start at 0",), 40, 40),
        (("start at 0",), 55, 40),
        (("start at 0", "pause at 20"), 30, 50),
        (("start at 0", "pause at 20", "resume at 30"), 75, 50),
        (("start at 0", "set rate to 26.25 mL/h at 20"), 90, 60),
        (("start at 0", "set rate to 26.25 mL/h at 45"), 50, 40),
        (("start at 0", "pause at 45"), 50, 40),
    ),
)


def done(words: str) -> Event:
    """``pause at 20``, ``set rate to 26.25 mL/h at 20``."""
    what, _, minute = words.rpartition(" at ")
    verb, _, rate = what.partition(" to ")
    return at(float(minute), Verb(verb), rate) if rate else at(float(minute), Verb(verb))


@pytest.mark.parametrize(("words", "minute", "ends"), EMPTY_TABLE.rows)
def test_an_empty_syringe_was_empty_at_one_moment(words: tuple[str, ...], minute: float, ends: float) -> None:
    assert progress(SYRINGE, [done(one) for one in words], now(minute)).expected_end == now(ends)


@pytest.mark.parametrize(("minute", "allowed"), [(20, False), (38.9, False), (39, True), (40, True), (45, True)])
def test_complete_is_said_only_of_an_empty_syringe(minute: float, allowed: bool) -> None:
    found = before_completing(SYRINGE, [at(0, Verb.START)], now(minute))
    assert (not found) is allowed


STEPS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 90_000_000_000), st.integers(1, 600_000)), min_size=1, max_size=12
)


@given(st.integers(1, 200_000), st.integers(1, 100_000), STEPS)
def test_any_lawful_history_agrees_with_a_second_reckoning(
    micrograms: int, microlitres: int, steps: list[tuple[int, int, int]]
) -> None:
    """The oracle walks the history once, in microlitre-microseconds, and never looks at the table of moves."""
    syringe = Syringe(Dose(micrograms), Volume(microlitres))
    events: list[Event] = []
    phase, clock, in_hand, rate, flows, whole = Phase.READY, START, 0, 0, False, False
    for choice, wait, new_rate in steps:
        verbs = lawful(phase)
        if not verbs:
            break
        verb = verbs[choice % len(verbs)]
        if events:
            in_hand += rate * wait if flows else 0
            clock += timedelta(microseconds=wait)
        sets = verb in (Verb.START, Verb.SET_RATE)
        events.append(Event(verb, clock, Rate(new_rate) if sets else None))
        rate = new_rate if sets else rate
        flows = verb in (Verb.START, Verb.SET_RATE, Verb.RESUME)
        whole = verb is Verb.COMPLETE
        phase = MOVES[phase, verb]
    expected = Fraction(in_hand, 3_600_000_000)
    share = Fraction(1) if whole else min(Fraction(1), expected / microlitres)
    stand = progress(syringe, events, clock)
    assert stand.phase is phase
    assert abs(stand.given.units - micrograms * share) <= Fraction(1, 2)
    assert stand.given.units <= micrograms


@given(st.integers(1, 600_000), st.lists(st.integers(0, 7_200), min_size=2, max_size=6))
def test_what_was_given_never_falls(rate: int, seconds: list[int]) -> None:
    events = [Event(Verb.START, START, Rate(rate))]
    given = [progress(SYRINGE, events, START + timedelta(seconds=second)).given for second in sorted(seconds)]
    assert given == sorted(given)
