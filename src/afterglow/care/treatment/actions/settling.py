"""A patient arrives: who they are is confirmed, and they have a bay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.care.course.models import PLANNED, Treatment
from afterglow.care.treatment.actions.cleaning import write_turn
from afterglow.care.treatment.actions.live import announce, held_open, refusal
from afterglow.care.treatment.entries import BayTurn
from afterglow.care.treatment.models import Session
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.record.diary.actions import mark_attended
from afterglow.record.diary.models import Bay

IDENTIFIERS = ("name", "date of birth", "NHS number", "address", "wristband")
NEEDED = 2


@action("treatment.settled", may=Permission.TREAT)
def settle(*, treatment: Treatment, bay: Bay, identifiers: Sequence[str], by: Actor, now: datetime) -> Session:
    """Open the session of a planned treatment, once the patient said at least two things only they would say.

    A patient who is settled already is returned as they are. Raises Refused without two identifiers (nobody can go
    past that), in a bay that somebody else has, and for a treatment no longer planned.
    """
    row = Treatment.objects.select_for_update(of=("self",)).select_related("appointment").get(pk=treatment.pk)
    found: Session | None = Session.objects.filter(treatment=row).first()
    if found is not None:
        return found
    if row.state != PLANNED:
        raise refusal("not-planned", f"This treatment is no longer planned: it is {row.state}.")
    known = [name for name in IDENTIFIERS if name in identifiers]
    if len(known) < NEEDED:
        raise refusal("identity", "Confirm who the patient is by two identifiers at least, in their own words.")
    _refuse_taken(bay)
    if row.appointment is not None:
        mark_attended(appointment=row.appointment, by=by, now=now)
    session: Session = Session.objects.create(
        clinic_id=by.clinic_id,
        treatment=row,
        bay=bay,
        in_bay_since=now,
        settled_at=now,
        settled_by=signed(by=by, now=now)["author_name"],
        identifiers=", ".join(known),
    )
    announce(session, "settled", now)
    return session


@action("treatment.moved", may=Permission.TREAT)
def move_to_bay(*, session: Session, bay: Bay, by: Actor, now: datetime) -> Session:
    """Take a patient to another bay; readings of that bay's monitor are theirs from now on."""
    row = held_open(session)
    if bay.pk != row.bay_id:
        _refuse_taken(bay)
        write_turn(bay=row.bay, kind=BayTurn.LEFT, by=by, now=now)
        row.bay, row.in_bay_since = bay, now
        row.save(update_fields=["bay", "in_bay_since"])
        announce(row, "moved", now)
    return row


def _refuse_taken(bay: Bay) -> None:
    Bay.objects.select_for_update().get(pk=bay.pk)
    if Session.objects.filter(bay=bay, left_at=None).exists():
        raise refusal("bay-taken", f"Somebody is in {bay} already. Choose another bay.")
