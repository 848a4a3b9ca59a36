"""Asking what is due, and ending an episode after follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.outcomes.actions.asking import ask, tell
from afterglow.record.outcomes.models import Request
from afterglow.record.outcomes.rules.schedule import BASELINE, Due
from afterglow.record.pathway.actions import move
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient

_BASELINE_OPEN = timedelta(days=90)
"""How long the questionnaires before the first treatment stay open (default)."""


@action("followup.asked", may=Permission.DO_DUE_WORK)
def ask_what_is_due(
    *, patient: Patient, due: Sequence[Due], protocol: Protocol, by: Actor, now: datetime
) -> Sequence[Request]:
    """Ask everything that is due from one patient, in one message: to be answered by the last day's opening hour."""
    made = [
        ask(
            patient=patient,
            instrument=one.instrument,
            occasion=one.occasion,
            due_at=max(datetime.combine(one.closes, protocol.opening.hours.least, protocol.zone), now),
            expires_at=_open_until(one, protocol, now),
            told=False,
            by=by,
            now=now,
        )
        for one in due
    ]
    new = [request for request in made if request.asked_at == now]
    tell(requests=new, by=by, now=now)
    return new


@action("followup.discharged", may=Permission.PLAN_COURSE)
def discharge(*, episode: Episode, reason: str, by: Actor, now: datetime) -> None:
    """End an episode after its follow-up. Raises Refused without a reason, and before follow-up has begun."""
    if not reason.strip():
        words = "Write why the patient is discharged."
        raise Refused([Finding("no-reason", Severity.STOP, words, "default", interlock=True)])
    move(episode=episode, to=Stage.DISCHARGED, reason=reason.strip(), by=by, now=now)


def _open_until(due: Due, protocol: Protocol, now: datetime) -> datetime:
    if due.occasion == BASELINE:
        return now + _BASELINE_OPEN
    return datetime.combine(due.closes + timedelta(days=1), datetime.min.time(), protocol.zone)
