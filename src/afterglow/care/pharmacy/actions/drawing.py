"""A vial is opened, a dose is drawn, and what is not drawn is destroyed: one act, before a witness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from afterglow.care.course.models import Direction
from afterglow.care.course.queries import direction_for
from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import (
    Hand,
    change_held,
    page_to_write_on,
    write,
    write_line,
    written_before,
)
from afterglow.care.pharmacy.models import SUPPLIED, Draw, Line, Opening, RegisterPage
from afterglow.care.pharmacy.queries.before_drawing import before_drawing, undirected
from afterglow.care.pharmacy.queries.products import clinic_protocol
from afterglow.care.pharmacy.queries.units import Portion, Units
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Countersignature
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose


def what_is_drawn(taken: Units, portions: Sequence[Portion], destroyed: Dose) -> Witnessed:
    """What the witness of a draw puts their PIN to."""
    return {
        "act": "draw",
        **taken.said,
        "drawn": [[one.treatment.ref, one.drawn.units] for one in portions],
        "destroyed": destroyed.units,
    }


@action("pharmacy.drawn", may=Permission.TREAT)
def draw(
    *,
    taken: Units,
    portions: Sequence[Portion],
    destroyed: Dose,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
    uuid: UUID | None = None,
) -> tuple[Draw, ...]:
    """Open units and draw a dose for a patient under the direction in force today; the rest is destroyed at once.

    Each patient gets a line of their own; the units leave the balance with the first. Sent twice under one ``uuid``, it
    is done once. More than one patient only where
    sharing a vial is allowed and signed for. Raises Refused when anything does not balance, without stock, for a lot
    that is expired or held back, without a direction for today, and without another person as witness.
    """
    protocol = clinic_protocol(by.clinic_id, now)
    directions = [direction_for(one.treatment) for one in portions]
    with page_to_write_on(taken.lot.page_id) as page:
        before = written_before(uuid, by.clinic_id)
        if before is not None:
            return tuple(Draw.objects.filter(opening__draws__line=before).order_by("pk"))
        watched = witness_of(countersigned, what_is_drawn(taken, portions, destroyed), by, now)
        refused = before_drawing(page, taken, portions, destroyed, protocol, now)
        refused += undirected(page, portions, directions, local_day(now, protocol.zone))
        if refused:
            raise Refused(refused)
        hand = Hand(by, now, watched)
        change_held(page, taken.lot, taken.place, -taken.units)
        signed = [one for one in directions if one is not None]
        lines = [
            _line(page, hand, taken, one, direction, {} if number else {"supplied": taken.units, "uuid": uuid})
            for number, (one, direction) in enumerate(zip(portions, signed, strict=True))
        ]
        opening = write(
            page,
            Opening,
            hand,
            lot=taken.lot,
            place=taken.place,
            units=taken.units,
            contents_micrograms=taken.units * page.contents_micrograms,
            destroyed_micrograms=destroyed.units,
        )
        use_by = now + protocol.pharmacy.use_opened_within
        return tuple(
            write(
                page,
                Draw,
                hand,
                opening=opening,
                line=line,
                treatment=one.treatment,
                direction=direction,
                drawn_micrograms=one.drawn.units,
                use_by=use_by,
            )
            for line, one, direction in zip(lines, portions, signed, strict=True)
        )


def _line(
    page: RegisterPage,
    hand: Hand,
    taken: Units,
    portion: Portion,
    direction: Direction,
    first: Mapping[str, Any],
) -> Line:
    """A patient's line; ``first`` is what only the first of an opening carries: the units, and the form's name."""
    patient = portion.treatment.patient
    return write_line(
        page,
        SUPPLIED,
        hand,
        lot=taken.lot,
        place=taken.place,
        patient=patient,
        treatment=portion.treatment,
        direction=direction,
        other_name=patient.full_name[:200],
        other_address=", ".join(patient.address.splitlines()),
        authority=direction.author_name,
        collected_by=f"{hand.by.name}, {hand.by.role_words}"[:200],
        id_asked=False,
        id_shown=False,
        words="" if first else f"From the same {page.unit} as entry {page.lines}.",
        **first,
    )
