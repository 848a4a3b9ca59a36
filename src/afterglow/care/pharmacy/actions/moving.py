"""Whole units change their place on the same premises."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import Hand, change_held, page_to_write_on, write_line, written_before
from afterglow.care.pharmacy.models import MOVED, Line, Place
from afterglow.care.pharmacy.queries.units import Units, missing_findings
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Countersignature
from afterglow.ground.access.roles import Permission


def what_is_moved(what: Units, to: Place) -> Witnessed:
    """What the witness of a move puts their PIN to."""
    return {"act": "move", **what.said, "to": to.ref}


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
        refused = missing_findings(what, page.unit)
        if refused:
            raise Refused(refused)
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
