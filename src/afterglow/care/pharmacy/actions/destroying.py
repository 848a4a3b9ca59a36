"""Whole units are destroyed unopened."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import Hand, change_held, page_to_write_on, write_line, written_before
from afterglow.care.pharmacy.models import DESTROYED, Line
from afterglow.care.pharmacy.queries.units import Units, missing_findings
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Countersignature
from afterglow.ground.access.roles import Permission

BROKEN = "broken"
REASONS = (BROKEN, "expired", "no longer needed")
"""Why unopened stock is destroyed. All but what broke needs the authorised witness of regulation 27."""


def what_is_destroyed(what: Units, reason: str, authorised: str) -> Witnessed:
    """What the witness of a destruction puts their PIN to."""
    return {"act": "destroy", **what.said, "reason": reason, "authorised": authorised}


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
        refused = missing_findings(what, page.unit)
        if refused:
            raise Refused(refused)
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
