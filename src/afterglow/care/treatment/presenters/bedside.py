"""At the bedside: how a dose in portions stands, everything done to the dose, medicines as needed, and events."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.care.treatment.entries import AsNeeded
from afterglow.care.treatment.models import COMPLETE, GIVEN, PAUSE, PORTION, RATE, RESUME, START, STOP, InfusionEvent
from afterglow.care.treatment.presenters.times import by_whom, clock
from afterglow.care.treatment.queries.giving import ended_at, portions_asked, portions_given
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.rules.incidents import KINDS
from afterglow.care.treatment.rules.infusion import shown_dose
from afterglow.care.treatment.rules.portions import next_from, progress_words
from afterglow.ground.kernel.quantity import Dose, Rate, Volume

_DONE = {
    START: "Started",
    RATE: "Rate set",
    PAUSE: "Paused",
    RESUME: "Resumed",
    STOP: "Stopped",
    COMPLETE: "Completed",
    GIVEN: "Given in all",
    PORTION: "One device or spray",
}


@dataclass(frozen=True)
class PortionsShown:
    """A dose in portions: how it stands in words, which one is next, and from when; empty where it may be given now."""

    words: str
    number: int
    count: int
    each: str
    wait_until: str
    begun: bool
    over: bool


def portions_shown(known: Known) -> PortionsShown | None:
    """How a dose in portions stands; None where the dose is given otherwise, or nobody has checked it yet."""
    portions = portions_asked(known)
    if portions is None:
        return None
    given, zone = portions_given(known), known.protocol.zone
    opens = next_from(portions, given)
    return PortionsShown(
        progress_words(portions, given, zone),
        len(given) + 1,
        portions.count,
        str(portions.each),
        clock(known, opens) if opens is not None and known.now < opens else "",
        bool(given),
        ended_at(known) is not None,
    )


def history_rows(known: Known) -> tuple[tuple[str, str, str], ...]:
    """Everything done to the dose: when and by whom, what, and why or with what."""
    return tuple((by_whom(known, event), _what(event), _why(event)) for event in known.events)


def _what(event: InfusionEvent) -> str:
    rate = f", {Rate(event.rate_microlitres_per_hour)}" if event.rate_microlitres_per_hour else ""
    given = f", {shown_dose(Dose(event.given_micrograms))}" if event.given_micrograms else ""
    pump = "" if event.infused_microlitres is None else f", {Volume(event.infused_microlitres)} on the pump"
    return f"{_DONE[event.kind]}{rate}{given}{pump}"


def _why(event: InfusionEvent) -> str:
    lot = f"Lot {event.lot}" if event.lot else ""
    return ". ".join(part for part in (lot, event.site, event.reason) if part)


@dataclass(frozen=True)
class AsNeededShown:
    """A medicine of the protocol: its words, whether it is signed for, by whom, and when it was given."""

    code: str
    words: str
    signed: str
    given: tuple[str, ...]
    left: int


def as_needed_shown(known: Known) -> tuple[AsNeededShown, ...]:
    """The protocol's as-needed medicines and how each stands today."""
    signed = {one.code: one for one in known.as_needed}
    rows = []
    for medicine in known.protocol.session.anti_sickness.medicines:
        order = signed.get(medicine.code)
        given = tuple(f"{by_whom(known, one)}: {one.because}" for one in order.given.all()) if order else ()
        by = f"Signed by {by_whom(known, order)}, at most {order.most_times} times" if order else ""
        left = order.most_times - len(given) if order else 0
        rows.append(AsNeededShown(medicine.code, medicine.say, by, given, left))
    return tuple(rows)


def to_give(known: Known) -> tuple[AsNeeded, ...]:
    """The as-needed medicines that were signed for and may still be given."""
    return tuple(one for one in known.as_needed if len(one.given.all()) < one.most_times)


def incident_rows(known: Known) -> tuple[tuple[str, str, str], ...]:
    """What went otherwise than planned: when and by whom written, what, and what was done."""
    return tuple((by_whom(known, one), f"{KINDS[one.kind].say}. {one.words}", one.done) for one in known.incidents)
