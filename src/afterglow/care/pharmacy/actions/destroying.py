"""Whole units are destroyed unopened."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from afterglow.care.pharmacy.actions.taking_out import take_out
from afterglow.care.pharmacy.actions.witnessing import Witnessed
from afterglow.care.pharmacy.models import DESTROYED, Line
from afterglow.care.pharmacy.queries.units import Units
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
    return take_out(
        what,
        DESTROYED,
        what_is_destroyed(what, reason, authorised),
        by=by,
        now=now,
        countersigned=countersigned,
        uuid=uuid,
        authority=authorised,
        words=f"Destroyed unopened, denatured: {reason}.",
    )
