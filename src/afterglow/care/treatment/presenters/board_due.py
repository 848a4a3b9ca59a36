"""What is due or wrong in a bay in one line, and everything that comes next in all bays in one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from afterglow.care.treatment.presenters.during import due_words
from afterglow.care.treatment.presenters.parts import leaving_words
from afterglow.care.treatment.presenters.times import clock
from afterglow.care.treatment.queries.board import BayNow
from afterglow.care.treatment.queries.during import repeat_due, schedule
from afterglow.care.treatment.queries.giving import ended_at, progress_of
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.placed import Placed
from afterglow.care.treatment.rules.board import LATE
from afterglow.care.treatment.rules.observations import Taking, next_due
from afterglow.care.treatment.rules.phases import Phase
from afterglow.care.treatment.rules.waiting_for import WaitingFor
from afterglow.ground.design import words as said
from afterglow.ground.design.signature import Signature
from afterglow.ground.design.words import span
from afterglow.ground.kernel.finding import Severity

_WEIGHT = {Severity.STOP: 0, Severity.CAUTION: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class Strip:
    """A card's foot. ``code`` and ``about`` name the finding that may be marked as seen; empty where there is none."""

    words: str
    small: str
    look: str
    shape: str
    code: str = ""
    about: str = ""


@dataclass(frozen=True)
class RailRow:
    """One line of what comes next: its moment, its bay's number, what, how soon, and "", caution or late."""

    at: datetime
    time: str
    bay: str
    what: str
    treatment_ref: str
    soon: str
    look: str


def strip_of(known: Known, phase: Phase, found: Iterable[Placed], waiting: WaitingFor | None) -> Strip:
    """What matters most: what nobody has seen, what is late, what was seen and has not gone, what is missing or due.

    ``waiting`` is what holds the dose back; None once it has begun, and while nothing does.
    """
    weighty = sorted(
        (one for one in found if one.finding.severity is not Severity.INFO),
        key=lambda one: (one.seen is not None, _WEIGHT[one.finding.severity], one.finding.code not in LATE),
    )
    due, shape = due_words(known)
    if weighty and weighty[0].seen is None:
        return _open(weighty[0], len(weighty) - 1, (due, shape), known)
    if shape == "late" and not any(one.finding.code in LATE for one in weighty):
        return Strip(*_split(due), "late", "late")
    if weighty:
        return _seen(weighty[0], due, known)
    if phase is Phase.READY:
        return Strip("Ready to start", "Everything is done", "ok", "done")
    if waiting is not None:
        return _missing(waiting)
    if phase is Phase.READY_TO_LEAVE:
        return Strip("May leave", "Once their escort is here and both were advised", "ok", "door")
    if due:
        return Strip(*_split(due), "", "due")
    if phase is Phase.RECOVERING:
        return Strip("Leaving check", f"{leaving_words(known)} met", "", "not-yet")
    return Strip("Nothing is due", "", "", "done")


def rail_rows(known: Known, bay: str) -> Iterable[RailRow]:
    """What comes next for one patient: a reading, a repeat, the planned start, the end of the dose and of the stay."""
    coming, repeat, progress = (
        next_due(schedule(known)),
        repeat_due(known),
        progress_of(known) if known.events else None,
    )
    booked = known.treatment.appointment
    if repeat is not None:
        yield _row(known, bay, repeat, "Repeat BP", "late" if repeat < known.now else "caution")
    if coming is not None:
        what = "Before the dose" if not known.events else "Reading"
        at = coming.due_since or coming.planned.at
        yield _row(known, bay, at, what, "late" if coming.taking is Taking.LATE else "")
    if not known.events and booked is not None and booked.starts_at > known.now:
        yield _row(known, bay, booked.starts_at, "Planned start", "")
    if progress is not None and progress.expected_end is not None:
        empty = known.now >= progress.expected_end
        yield _row(known, bay, progress.expected_end, "Syringe empty" if empty else "Infusion ends", "")
    ended, stay = ended_at(known), known.given.stay
    if ended is not None and stay is not None and ended + stay.at_least > known.now:
        yield _row(known, bay, ended + stay.at_least, "Stay ends", "")


def coming_rows(one: BayNow, bay: str, now: datetime, zone: ZoneInfo) -> Iterable[RailRow]:
    """The next patient booked into a bay today."""
    booked = one.next.appointment if one.next else None
    if one.next is not None and booked is not None:
        at = booked.starts_at
        yield RailRow(at, said.clock(at, zone), bay, "Next patient", one.next.ref, _soon(at, now, ""), "")


def _missing(waiting: WaitingFor) -> Strip:
    more = f"and {waiting.more} more before the dose" if waiting.more else "Then it can start"
    return Strip(waiting.words, more, "", "due")


def _row(known: Known, bay: str, at: datetime, what: str, look: str) -> RailRow:
    return RailRow(at, clock(known, at), bay, what, known.treatment.ref, _soon(at, known.now, look), look)


def _soon(at: datetime, now: datetime, look: str) -> str:
    away = at - now
    if away.total_seconds() <= -60:
        return f"{span(-away)} late" if look == "late" else "due"
    return f"in {span(away)}" if away.total_seconds() >= 60 else "now"


def _open(one: Placed, more: int, due: tuple[str, str], known: Known) -> Strip:
    code, stops = one.finding.code, one.finding.severity is Severity.STOP
    words, do = _short(one, known)
    small = f"{do}, and {more} more" if more else do
    late = code in LATE
    shape = "stop" if stops else "late" if late else "gap" if code.startswith("no-") else "caution"
    if not stops and code.startswith("pressure") and due[0]:
        small = due[0]
        late = due[1] == "late"
    return Strip(words, small, "late" if stops or late else "open", shape, code, one.about)


def _seen(one: Placed, due: str, known: Known) -> Strip:
    words, _ = _short(one, known)
    assert one.seen is not None
    name, _, role = one.seen.author_name.partition(", ")
    by = Signature(name, role, "").initials
    seen = f"Seen by {by} {clock(known, one.seen.happened_at)}"
    if due and one.finding.code not in LATE:
        return Strip(_first(due), f"{words}. {seen}", "seen", "caution")
    return Strip(words, seen, "seen", "caution")


def _short(one: Placed, known: Known) -> tuple[str, str]:
    """What is wrong, short enough to be read across a room, and what to do first. The session's page says it whole."""
    words, code = one.finding.words, one.finding.code
    if code == "no-signal" and one.at is not None:
        return f"No signal {span(known.now - one.at)}", "Look at the patient"
    if code == "no-new-reading" and one.at is not None:
        return f"No reading {span(known.now - one.at)}", "Look at the patient"
    if code in LATE:
        return _split(words)
    if one.finding.severity is Severity.STOP:
        return _first(words).replace("Blood pressure", "BP"), "Stop, call the doctor"
    return _first(words).replace("Blood pressure", "BP"), "Look, measure again"


def _first(words: str) -> str:
    """Up to the first pause."""
    ends = [place for mark in (". ", ": ", ", ") if (place := words.find(mark)) > 0]
    return words[: min(ends)] if ends else words.rstrip(".")


def _split(words: str) -> tuple[str, str]:
    first = _first(words)
    rest = words[len(first) + 2 :]
    return first, rest[:1].upper() + rest[1:]
