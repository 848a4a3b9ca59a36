"""Asking what is due, and ending an episode after follow-up."""

from __future__ import annotations

from datetime import datetime, timedelta

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.outcomes.actions.asking import ask
from afterglow.record.outcomes.rules.schedule import Due
from afterglow.record.pathway.actions import move
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient

_BASELINE_OPEN = timedelta(days=90)
"""How long the questionnaires before the first treatment stay open (default)."""


@action("followup.asked", may=Permission.DO_DUE_WORK)
def ask_what_is_due(*, patient: Patient, due: Due, protocol: Protocol, by: Actor, now: datetime) -> None:
    """Ask one questionnaire that is due: to be answered by the time the clinic opens on its last day."""
    opens = datetime.combine(due.closes, protocol.opening.hours.least, protocol.zone)
    closes = datetime.combine(due.closes + timedelta(days=1), datetime.min.time(), protocol.zone)
    baseline = due.occasion == "baseline"
    ask(
        patient=patient,
        instrument=due.instrument,
        occasion=due.occasion,
        due_at=max(opens, now),
        expires_at=now + _BASELINE_OPEN if baseline else closes,
        by=by,
        now=now,
    )


@action("followup.discharged", may=Permission.PLAN_COURSE)
def discharge(*, episode: Episode, reason: str, by: Actor, now: datetime) -> None:
    """End an episode after its follow-up. Raises Refused without a reason, and before follow-up has begun."""
    if not reason.strip():
        words = "Write why the patient is discharged."
        raise Refused([Finding("no-reason", Severity.STOP, words, "default", interlock=True)])
    move(episode=episode, to=Stage.DISCHARGED, reason=reason.strip(), by=by, now=now)
