"""The board: a card for each bay, with the one thing that matters most at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from afterglow.care.course.models import Treatment
from afterglow.care.treatment.presenters.board_due import Strip, strip_of
from afterglow.care.treatment.presenters.board_vitals import Vital, vitals_of
from afterglow.care.treatment.presenters.run import Run, dose_words, run_bar
from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.board import BayNow
from afterglow.care.treatment.queries.during import during_findings
from afterglow.care.treatment.queries.giving import ended_at, progress_of, single_dose
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.placed import Placed, held_back
from afterglow.care.treatment.queries.standing import phase
from afterglow.care.treatment.rules.board import Names, Need, board_name, need_of
from afterglow.care.treatment.rules.cleaning import cleaned_words
from afterglow.care.treatment.rules.infusion import shown_dose
from afterglow.care.treatment.rules.phases import Phase
from afterglow.care.treatment.rules.signal import is_live
from afterglow.care.treatment.rules.waiting_for import waiting_for
from afterglow.ground.design.signature import Signature
from afterglow.ground.design.words import clock, span
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.people.models import Patient

_ROUTES = {"intravenous": "IV", "intramuscular": "IM", "nasal": "Nasal", "oral": "Oral", "sublingual": "Sublingual"}
_LOOKS = {Need.NOW: "late", Need.LOOK: "caution", Need.SEEN: "caution", Need.NOTHING: ""}


@dataclass(frozen=True)
class Occupied:
    """What stands on the card of somebody who is there. ``small`` says what they are given."""

    treatment_ref: str
    patient_ref: str
    name: str
    initials: str
    nurse: str
    run: Run
    title: str
    small: str
    vitals: tuple[Vital, ...]
    strip: Strip
    phase: Phase
    found: tuple[Placed, ...]
    known: Known = field(repr=False)


@dataclass(frozen=True)
class BayCard:
    """One bay. ``next``, with its time, is who comes next; empty where nobody is expected. ``cleaned`` is in words."""

    number: str
    name: str
    look: str
    need: Need
    there: Occupied | None
    next: str = ""
    next_small: str = ""
    cleaned: str = ""
    to_clean: str = ""
    """The ref of an empty bay that is to be cleaned."""


def bay_cards(found: Sequence[BayNow], protocol: Protocol, now: datetime) -> tuple[BayCard, ...]:
    """Every bay in its order."""
    return tuple(_card(one, place, protocol, now) for place, one in enumerate(found, start=1))


def monitors_words(found: Sequence[BayNow]) -> str:
    """``4 of 5``: how many monitors of bays with somebody in them are sending; empty where there are none."""
    watched = [one.known for one in found if one.known is not None and one.has_monitor]
    live = sum(_is_sending(known) for known in watched)
    return f"{live} of {len(watched)}" if watched else ""


def _card(one: BayNow, place: int, protocol: Protocol, now: datetime) -> BayCard:
    number, how = _number(one.bay.name, place), protocol.room.board_names
    if one.known is None:
        words, small = _next(one.next, protocol, how) if one.next else ("", "")
        cleaned, to_clean = cleaned_words(one.cleaned, now, protocol.zone), "" if one.cleaned else one.bay.ref
        return BayCard(number, one.bay.name, "", Need.NOTHING, None, words, small, cleaned, to_clean)
    there = _occupied(one, one.known, how)
    need = need_of((placed.finding, placed.seen is not None) for placed in there.found)
    if there.strip.look == "late":
        need = Need.NOW
    return BayCard(number, one.bay.name, _LOOKS[need], need, there)


def _occupied(one: BayNow, known: Known, how: Names) -> Occupied:
    held = () if known.events else held_back(before_findings(known))
    stand = phase(known) if known.events else Phase.SETTLING if held else Phase.READY
    run, found = run_bar(known, stand), during_findings(known)
    who, _, role = one.cared_by.partition(", ")
    return Occupied(
        known.treatment.ref,
        known.patient.ref,
        _name(known.patient, how),
        Signature(who, role, "").initials,
        who,
        _settling(known, run) if stand is Phase.SETTLING else run,
        _title(known, run, stand),
        _given(known),
        vitals_of(known, found),
        strip_of(known, stand, found, waiting_for(held)),
        stand,
        found,
        known,
    )


def _given(known: Known) -> str:
    """``IV 17.5 mg of 35 mg``: how, how much so far, and how much in all."""
    route = _ROUTES.get(known.given.route, known.given.name)
    progress, ended, single = progress_of(known) if known.events else None, ended_at(known), single_dose(known)
    whole = dose_words(known)
    if single is not None:
        return f"{route} {Dose(single.given_micrograms or 0)}, given {clock(single.happened_at, known.protocol.zone)}"
    if ended is not None:
        given = shown_dose(Dose(known.events[-1].given_micrograms or 0))
        return f"{route} {given} of {_amount(whole)}, ended {clock(ended, known.protocol.zone)}"
    if progress is not None:
        return f"{route} {shown_dose(progress.given)} of {_amount(whole)}"
    return f"{route} {whole}"


def _amount(words: str) -> str:
    return words.partition(" over ")[0]


def _settling(known: Known, run: Run) -> Run:
    booked = known.treatment.appointment
    left = booked.starts_at - known.now if booked else timedelta(0)
    minutes = -(-int(left.total_seconds()) // 60)
    return Run(0.0, str(minutes) if minutes > 0 else "", "", run.title, run.words, run.figures)


def _title(known: Known, run: Run, stand: Phase) -> str:
    booked = known.treatment.appointment
    if stand is Phase.SETTLING and booked is not None and booked.starts_at > known.now:
        return f"Settling, {span(booked.starts_at - known.now + timedelta(seconds=59))} left"
    return run.title


def _next(coming: Treatment, protocol: Protocol, how: Names) -> tuple[str, str]:
    name = _name(coming.patient, how)
    at = clock(coming.appointment.starts_at, protocol.zone) if coming.appointment else ""
    given = protocol.treatment_coded(coming.code).name if _has(protocol, coming.code) else ""
    dose = f", {Dose(coming.planned_micrograms)}" if coming.planned_micrograms else ""
    return f"{name}, {at}", f"{given}{dose}"


def _has(protocol: Protocol, code: str) -> bool:
    return any(one.code == code for one in protocol.treatments)


def _name(patient: Patient, how: Names) -> str:
    return board_name(patient.first_name, patient.family_name, how)


def _number(name: str, place: int) -> str:
    """``Bay 3`` is 3 on the wall; a bay with a name of its own is told by its place in the list."""
    last = name.split()[-1] if name.split() else ""
    return last if last.isdigit() else str(place)


def _is_sending(known: Known) -> bool:
    return any(one.device_id is not None and is_live(one.happened_at, known.now) for one in known.readings[-5:])
