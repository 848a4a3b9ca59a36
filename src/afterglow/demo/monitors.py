"""A recording sent to a bay of the demo, over the same route as a real monitor's readings."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path

from afterglow.care.treatment.actions.devices import join_device
from afterglow.ground.access.actor import Actor, ActorKind
from afterglow.ground.access.clock import clinic_now
from afterglow.ground.access.models import Installation, Membership
from afterglow.ground.access.roles import Role
from afterglow.ground.gateways.monitors.recording import RecordingError, read_recording
from afterglow.ground.gateways.monitors.replay import NotTaken, http_post, replay
from afterglow.record.diary.models import Bay


def replay_to_bay(*, file: Path, bay: str, clinic: str, speed: float, url: str, token: str = "") -> int:
    """Send a recording to a bay, as the monitor whose ``token`` is given; returns the exit status.

    Without a token a simulated monitor is joined to the bay, in place of whichever was there. Refused outside a
    demo: a recording must never pass for a patient's own readings.
    """
    if not Installation.this().demo:
        return _say("Recordings are replayed only in a demo.", failed=True)
    place = Bay.objects.filter(clinic__slug=clinic, name=bay).first()
    if place is None:
        known = ", ".join(Bay.objects.filter(clinic__slug=clinic).values_list("name", flat=True))
        return _say(f"{clinic} has no bay called “{bay}”. It has: {known or 'none'}.", failed=True)
    now = clinic_now()
    try:
        minutes = read_recording(file)
        token = token or join_simulated(place, f"Replay of {file.name}", now)
        sent = replay(minutes, bay=bay, speed=speed, start=now, post=http_post(url, token), sleep=time.sleep)
    except (OSError, LookupError, RecordingError, NotTaken) as problem:
        return _say(str(problem), failed=True)
    return _say(f"{sent.minutes} minutes sent to {bay}; {sent.unclaimed} of them belong to nobody.")


def join_simulated(bay: Bay, name: str, now: datetime) -> str:
    """Join a monitor that never was to a bay, by one of its clinic's nurses; returns its token."""
    _, token = join_device(name=name, bay=bay, by=_nurse(bay.clinic_id), now=now)
    return token


def _nurse(clinic_id: int) -> Actor:
    row = Membership.objects.filter(clinic_id=clinic_id, role=Role.NURSE.value).select_related("account").first()
    if row is None:
        raise LookupError("This clinic has no nurse to join a monitor.")
    return Actor(ActorKind.ACCOUNT, clinic_id, row.account.name, frozenset({Role.NURSE}), number=row.account_id)


def _say(words: str, *, failed: bool = False) -> int:
    (sys.stderr if failed else sys.stdout).write(words + "\n")
    return 1 if failed else 0
