"""Whole units go back to a supplier or pharmacy."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import Hand, change_held, page_to_write_on, write_line, written_before
from afterglow.care.pharmacy.models import RETURNED, Line
from afterglow.care.pharmacy.queries.units import Units, missing_findings
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Countersignature
from afterglow.ground.access.roles import Permission


def what_is_returned(what: Units, to_name: str, to_address: str, authority: str) -> Witnessed:
    """What the witness of a return puts their PIN to."""
    return {"act": "return", **what.said, "to": [to_name, to_address, authority]}


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
        refused = missing_findings(what, page.unit)
        if refused:
            raise Refused(refused)
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
