"""Whole units leave the stock unopened."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import Hand, change_held, page_to_write_on, write_line, written_before
from afterglow.care.pharmacy.models import Line
from afterglow.care.pharmacy.queries.units import Units, missing_findings
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Countersignature


def take_out(
    what: Units,
    kind: str,
    entry: Witnessed,
    *,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None,
    uuid: UUID | None,
    **columns: Any,
) -> Line:
    """Take units out of their place and write the line, inside the action that brings it about.

    ``entry`` is what the witness put their PIN to. The same form sent twice gives the line of the first time.
    Raises Refused without a second person, and without so much stock.
    """
    with page_to_write_on(what.lot.page_id) as page:
        before = written_before(uuid, by.clinic_id)
        if before is not None:
            return before
        hand = Hand(by, now, witness_of(countersigned, entry, by, now))
        refused = missing_findings(what, page.unit)
        if refused:
            raise Refused(refused)
        change_held(page, what.lot, what.place, -what.units)
        return write_line(page, kind, hand, supplied=what.units, uuid=uuid, lot=what.lot, place=what.place, **columns)
