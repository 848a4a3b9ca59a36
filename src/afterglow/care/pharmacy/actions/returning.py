"""Whole units go back to a supplier or pharmacy."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from afterglow.care.pharmacy.actions.taking_out import take_out
from afterglow.care.pharmacy.actions.witnessing import Witnessed
from afterglow.care.pharmacy.models import RETURNED, Line
from afterglow.care.pharmacy.queries.units import Units
from afterglow.ground.access.acting import action
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
    return take_out(
        what,
        RETURNED,
        what_is_returned(what, to_name, to_address, authority),
        by=by,
        now=now,
        countersigned=countersigned,
        uuid=uuid,
        other_name=to_name,
        other_address=to_address,
        authority=authority,
        words="Returned unopened.",
    )
