"""The demo's own monitors: one simulated in every bay where somebody is treated, sending as a real one would."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from afterglow.care.treatment.models import Device, Reading, Session
from afterglow.care.treatment.queries.giving import started_at
from afterglow.care.treatment.queries.known import known_about
from afterglow.demo.monitors import join_simulated
from afterglow.ground.access.clock import clinic_now
from afterglow.ground.access.models import Installation
from afterglow.ground.gateways.monitors.recording import Minute
from afterglow.ground.gateways.monitors.replay import NotTaken, Post, http_post, message
from afterglow.ground.gateways.monitors.simulator import Patient, Plan, simulate

NAME: Final = "Simulated monitor"
CUFF_EVERY: Final = 10
"""Minutes between two measurements of the cuff."""
LONGEST: Final = timedelta(hours=12)
"""Whoever is in a bay for longer was left there by a jump of the clock."""
_PAUSE_SECONDS: Final = 5


@dataclass
class Sender:
    """What the simulated monitors know of themselves: each bay's token, and the last minute each session was sent."""

    post_with: Callable[[str], Post]
    tokens: dict[int, str] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)

    def send_due(self, now: datetime) -> None:
        """Send what each patient's monitor measured since it last sent; a bay with another monitor is left alone."""
        if not Installation.this().demo:
            return
        rows = Session.objects.filter(left_at=None, in_bay_since__gt=now - LONGEST, in_bay_since__lte=now)
        for session in rows.select_related("bay", "treatment"):
            try:
                self._send(session, now)
            except OSError:
                continue  # The server is not up yet; what was measured is sent with the next.
            except NotTaken:
                # Everything was put back, and the monitor is no longer known.
                self.tokens.pop(session.bay_id, None)
                self.sent.pop(session.ref, None)

    def _send(self, session: Session, now: datetime) -> None:
        minutes = [one for one in _measured(session, now) if one.number > self.sent.get(session.ref, -1)]
        token = self._token(session, now)
        if not minutes or not token:
            return
        content = message(minutes, bay=session.bay.name, start=session.in_bay_since, sent_at=now)
        status, answer = self.post_with(token)(content)
        if status != 200:
            raise NotTaken(f"{status}: {answer.get('why', 'no reason given')}")
        self.sent[session.ref] = minutes[-1].number

    def _token(self, session: Session, now: datetime) -> str:
        here = Device.objects.filter(bay=session.bay, retired_at=None).first()
        if here is not None and not here.name.startswith(NAME):
            return ""
        if here is None or session.bay_id not in self.tokens:
            self.tokens[session.bay_id] = join_simulated(session.bay, f"{NAME}, {session.bay.name}", now)
        return self.tokens[session.bay_id]


def keep_sending(url: str) -> None:
    """Send until this process is ended; it ends at once in an installation whose own row does not say “demo”."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sender = Sender(lambda token: http_post(url, token))
    while Installation.this().demo:
        sender.send_due(clinic_now())
        time.sleep(_PAUSE_SECONDS)


def _measured(session: Session, now: datetime) -> tuple[Minute, ...]:
    """Every minute from settling to now, with the published rise once the dose has begun."""
    length = int((now - session.in_bay_since).total_seconds() // 60) + 1
    began = started_at(known_about(session.treatment, now))
    start = int((began - session.in_bay_since).total_seconds() // 60) if began else length
    plan = Plan(length=length, start=start, cuff=tuple(range(0, length, CUFF_EVERY)), sensor_off=())
    return simulate(_at_rest(session), plan, seed=session.pk)


def _at_rest(session: Session) -> Patient:
    """The patient's own figures, as the first typed reading has them."""
    first = Reading.objects.filter(session=session, device=None, systolic__isnull=False).order_by("happened_at").first()
    if first is None or first.systolic is None or first.diastolic is None:
        return Patient()
    return Patient(systolic=float(first.systolic), diastolic=float(first.diastolic))
