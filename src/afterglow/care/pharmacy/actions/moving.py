"""Whole units change their place, go back to where they came from, or are destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import (
    Hand,
    change_held,
    held_of,
    page_to_write_on,
    write_line,
    written_before,
)
from afterglow.care.pharmacy.models import DESTROYED, MOVED, RETURNED, Line, Lot, Place
from afterglow.care.pharmacy.rules.balance import taking_findings
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Countersignature
from afterglow.ground.access.roles import Permission

BROKEN = "broken"
REASONS = (BROKEN, "expired", "no longer needed")
"""Why unopened stock is destroyed. All but what broke needs the authorised witness of regulation 27."""


@dataclass(frozen=True)
class Units:
    """So many unopened units of one lot in one place."""

    lot: Lot
    place: Place
    units: int


def what_is_moved(what: Units, to: Place) -> Witnessed:
    """What the witness of a move puts their PIN to."""
    return {"act": "move", **_said(what), "to": to.ref}


@action("pharmacy.moved", may=Permission.KEEP_STOCK)
def move(
    *,
    what: Units,
    to: Place,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
    uuid: UUID | None = None,
) -> Line:
    """Move units to another place on the same premises; the balance of the page stays. Raises Refused without stock."""
    if to.pk == what.place.pk:
        raise Refused([interlock("same-place", f"It is in {to.name} already.", "default")])
    with page_to_write_on(what.lot.page_id) as page:
        before = written_before(uuid, by.clinic_id)
        if before is not None:
            return before
        watched = witness_of(countersigned, what_is_moved(what, to), by, now)
        _refuse_missing(what, page.unit)
        change_held(page, what.lot, what.place, -what.units)
        change_held(page, what.lot, to, what.units)
        words = f"Moved {what.units} from {what.place.name} to {to.name}."
        return write_line(
            page,
            MOVED,
            Hand(by, now, watched),
            uuid=uuid,
            lot=what.lot,
            place=what.place,
            to_place=to,
            moved=what.units,
            words=words,
        )


def what_is_returned(what: Units, to_name: str, to_address: str, authority: str) -> Witnessed:
    """What the witness of a return puts their PIN to."""
    return {"act": "return", **_said(what), "to": [to_name, to_address, authority]}


@action("pharmacy.returned", may=Permission.KEEP_STOCK)
def send_back(
    *,
    what: Units,
    to_name: str,
    to_address: str,
    authority: str,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
    uuid: UUID | None = None,
) -> Line:
    """Give unopened units back to a supplier or pharmacy entitled to have them. Raises Refused without stock."""
    with page_to_write_on(what.lot.page_id) as page:
        before = written_before(uuid, by.clinic_id)
        if before is not None:
            return before
        watched = witness_of(countersigned, what_is_returned(what, to_name, to_address, authority), by, now)
        _refuse_missing(what, page.unit)
        change_held(page, what.lot, what.place, -what.units)
        return write_line(
            page,
            RETURNED,
            Hand(by, now, watched),
            supplied=what.units,
            uuid=uuid,
            lot=what.lot,
            place=what.place,
            other_name=to_name,
            other_address=to_address,
            authority=authority,
            words="Returned unopened.",
        )


def what_is_destroyed(what: Units, reason: str, authorised: str) -> Witnessed:
    """What the witness of a destruction puts their PIN to."""
    return {"act": "destroy", **_said(what), "reason": reason, "authorised": authorised}


@action("pharmacy.destroyed", may=Permission.KEEP_STOCK)
def destroy(
    *,
    what: Units,
    reason: str,
    authorised: str,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
    uuid: UUID | None = None,
) -> Line:
    """Destroy unopened units, denatured. ``authorised`` names the authorised witness and by whom they are authorised.

    Raises Refused without stock, without a second person, and, but for a broken unit, without an authorised witness.
    """
    if reason != BROKEN and not authorised.strip():
        words = "Unused stock is destroyed before an authorised witness. Enter their name, and who authorised them."
        raise Refused([interlock("no-authorised-witness", words)])
    with page_to_write_on(what.lot.page_id) as page:
        before = written_before(uuid, by.clinic_id)
        if before is not None:
            return before
        watched = witness_of(countersigned, what_is_destroyed(what, reason, authorised), by, now)
        _refuse_missing(what, page.unit)
        change_held(page, what.lot, what.place, -what.units)
        return write_line(
            page,
            DESTROYED,
            Hand(by, now, watched),
            supplied=what.units,
            uuid=uuid,
            lot=what.lot,
            place=what.place,
            authority=authorised,
            words=f"Destroyed unopened, denatured: {reason}.",
        )


def _refuse_missing(what: Units, unit: str) -> None:
    refused = taking_findings(held_of(what.lot, what.place), what.units, unit, what.place.name)
    if refused:
        raise Refused(refused)


def _said(what: Units) -> dict[str, object]:
    return {"lot": what.lot.ref, "place": what.place.ref, "units": what.units}
