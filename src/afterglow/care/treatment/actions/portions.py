"""A dose given in several devices or sprays: each written down with its lot, the rest between them kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from afterglow.care.treatment.actions.infusion import (
    already,
    finish_single,
    happen,
    may_begin,
    sheet_agreed_on,
)
from afterglow.care.treatment.actions.live import held_open, refusal
from afterglow.care.treatment.models import PORTION, InfusionEvent, Session
from afterglow.care.treatment.queries.giving import ended_at, portions_given
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.rules.portions import given_so_far, portion_findings, portions_of
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.quantity import Dose


@action("treatment.portion_given", may=Permission.TREAT)
def give_portion(*, session: Session, uuid: UUID, lot: str, by: Actor, now: datetime) -> InfusionEvent:
    """Record one device or spray. With the last one the dose is over, and reported to the course.

    Raises Refused as a start does before the first, before the rest since the one before is over, after the last,
    and without a lot number.
    """
    row = held_open(session)
    found = already(uuid, row, by)
    if found is not None:
        return found
    known = known_about(row.treatment, now)
    if ended_at(known) is not None:
        raise refusal("dose-over", "The dose is over: nothing more is given.")
    if not known.events:
        known = may_begin(row, by, now)
    if not lot.strip():
        raise refusal("no-lot", "Enter the lot number that stands on the device.")
    dose = Dose(sheet_agreed_on(known).dose_micrograms)
    portions, given = portions_of(dose, known.given.preparation), portions_given(known)
    if portions is None:
        raise refusal("not-in-portions", "This dose is given at once. Record it as given.")
    refused = portion_findings(portions, given, now, known.protocol.zone, known.given.preparation.source)
    if refused:
        raise Refused(refused)
    made = happen(row, PORTION, uuid, by, now, given=portions.each, lot=lot.strip())
    if len(given) + 1 == portions.count:
        finish_single(row, uuid, by, now, given=dose)
    return made


@action("treatment.portions_ended", may=Permission.TREAT)
def end_portions(*, session: Session, uuid: UUID, reason: str, by: Actor, now: datetime) -> InfusionEvent:
    """Give no further portion: what was given is the dose. Raises Refused without a reason, and before the first."""
    row = held_open(session)
    found = already(uuid, row, by)
    if found is not None:
        return found
    known = known_about(row.treatment, now)
    portions = portions_of(Dose(sheet_agreed_on(known).dose_micrograms), known.given.preparation)
    given = portions_given(known)
    if portions is None or not given or ended_at(known) is not None:
        raise refusal("not-now", "No dose is being given in portions now.")
    if not reason.strip():
        raise refusal("no-reason", "Write why no more is given.")
    return finish_single(row, uuid, by, now, given=given_so_far(portions, given), reason=reason.strip())
