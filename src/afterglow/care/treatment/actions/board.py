"""A patient is taken over by somebody else."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.treatment.actions.live import announce, held_open
from afterglow.care.treatment.entries import LookingAfter
from afterglow.care.treatment.models import Session
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed


@action("treatment.taken_over", may=Permission.TREAT)
def take_over(*, session: Session, by: Actor, now: datetime) -> LookingAfter:
    """From now on whoever acts looks after this patient. Raises Refused when the patient has left."""
    row = held_open(session)
    last: LookingAfter | None = LookingAfter.objects.filter(session=row).order_by("-pk").first()
    if last is not None and last.author_id == by.account_id:
        return last
    made: LookingAfter = LookingAfter.objects.create(session=row, **signed(by=by, now=now))
    announce(row, "taken over", now)
    return made
