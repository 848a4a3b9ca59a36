"""Holding a session while it is changed, and telling the pages that show it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from afterglow.care.treatment.models import LiveEvent, Session
from afterglow.care.treatment.queries.beds import Lying
from afterglow.ground.access.acting import Refused
from afterglow.ground.kernel.finding import Finding, Severity

CHANNEL = "live_event"
"""Where PostgreSQL says that something was committed; SQLite needs no telling."""


def held(session: Session) -> Session:
    """The session, locked until the transaction ends, so that its events are numbered in the order of their commits."""
    rows = Session.objects.select_for_update(of=("self",))
    row: Session = rows.select_related("treatment__course__episode__patient", "bay").get(pk=session.pk)
    return row


def held_open(session: Session) -> Session:
    """As ``held``. Raises Refused when the patient has left."""
    row = held(session)
    if row.left_at is not None:
        raise refusal("left", "The patient has left: this session is closed.")
    return row


def announce(session: Session | Lying, kind: str, now: datetime, *, figures: str = "") -> LiveEvent:
    """Write down that a held session changed; open pages hear of it when the transaction is committed.

    ``figures`` is what a monitor measured, as the board shows it.
    """
    made: LiveEvent = LiveEvent.objects.create(
        clinic_id=session.clinic_id, session_id=session.pk, kind=kind, figures=figures, at=now
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(session.pk)])
    return made


def refusal(code: str, words: str, source: str = "default", *, interlock: bool = True) -> Refused:
    """One stop, to be raised."""
    return Refused([Finding(code, Severity.STOP, words, source, interlock=interlock)])
