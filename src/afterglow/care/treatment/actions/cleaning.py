"""A bay is left, and cleaned."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.treatment.actions.live import announce, refusal
from afterglow.care.treatment.entries import BayTurn
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.queries.cleaning import last_turn
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.record.diary.models import Bay


@action("treatment.bay_cleaned", may=Permission.TREAT)
def clean_bay(*, bay: Bay, by: Actor, now: datetime) -> BayTurn:
    """Write down that an empty bay was cleaned; pressed twice, it happened once. Raises Refused while it is taken."""
    row = Bay.objects.select_for_update().get(pk=bay.pk)
    if Session.objects.filter(bay=row, left_at=None).exists():
        raise refusal("bay-taken", f"Somebody is in {row}. It is cleaned when they have left.")
    last = last_turn(row)
    if last is not None and last.kind == BayTurn.CLEANED:
        return last
    made = write_turn(bay=row, kind=BayTurn.CLEANED, by=by, now=now)
    session = Session.objects.filter(bay=row).order_by("-pk").first()
    if session is not None:
        announce(session, "bay cleaned", now)
    return made


def write_turn(*, bay: Bay, kind: str, by: Actor, now: datetime) -> BayTurn:
    """One turn of a bay, inside the action that brings it about."""
    made: BayTurn = BayTurn.objects.create(bay=bay, kind=kind, **signed(by=by, now=now))
    return made
