"""The day's list: who comes when, where their treatment stands, and what is due."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.care.treatment.presenters.during import due_words
from afterglow.care.treatment.presenters.run import dose_words
from afterglow.care.treatment.presenters.times import clock
from afterglow.care.treatment.queries.giving import ended_at
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.today import phase_at_a_glance
from afterglow.care.treatment.rules.phases import OBSERVED, Phase

_LOOKS = {
    Phase.EXPECTED: "plain",
    Phase.SETTLING: "info",
    Phase.RUNNING: "info",
    Phase.PAUSED: "caution",
    Phase.RECOVERING: "info",
    Phase.LEFT: "ok",
}


@dataclass(frozen=True)
class DayRow:
    """One treatment of the day."""

    ref: str
    at: str
    bay: str
    name: str
    what: str
    dose: str
    state: str
    look: str
    due: str
    due_shape: str


def day_rows(found: list[Known]) -> tuple[DayRow, ...]:
    """The day's treatments by their time."""
    return tuple(_row(known) for known in found)


def _row(known: Known) -> DayRow:
    session, booked = known.session, known.treatment.appointment
    stand = phase_at_a_glance(known.treatment)
    bay = session.bay.name if session else (booked.bay.name if booked and booked.bay else "")
    due, shape = due_words(known) if stand in OBSERVED or stand is Phase.SETTLING else ("", "")
    state = "Gone home without a dose" if stand is Phase.LEFT and ended_at(known) is None else stand.value
    return DayRow(
        known.treatment.ref,
        clock(known, booked.starts_at) if booked else "",
        bay,
        known.patient.full_name,
        known.given.name,
        dose_words(known),
        state,
        _LOOKS[stand],
        due,
        shape,
    )
