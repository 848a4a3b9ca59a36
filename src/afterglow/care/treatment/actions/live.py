"""Holding a session while it is changed, and telling the pages that show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple

from django.db import connection, transaction

from afterglow.care.treatment.models import LiveEvent, Session
from afterglow.care.treatment.queries.beds import Lying
from afterglow.ground.access.acting import Refused
from afterglow.ground.kernel.finding import Finding, Severity

CHANNEL = "live_event"
"""Where PostgreSQL says that something was committed; SQLite needs no telling."""


_ADD: Final = f"""
    INSERT INTO {LiveEvent._meta.db_table} (clinic_id, session_id, kind, figures, at)
    VALUES (%s, %s, %s, %s, %s) RETURNING id
"""  # noqa: S608  # our own table


class News(NamedTuple):
    """One event of a clinic, once it is committed."""

    clinic_id: int
    number: int
    kind: str
    figures: str


TOLD: Final = list[Callable[[News], None]]()
"""Whoever passes news on to open pages; called in the thread that committed. Who hears nothing finds it by looking."""


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


def announce(session: Session | Lying, kind: str, now: datetime, *, figures: str = "") -> None:
    """Write down that a held session changed; open pages hear of it when the transaction is committed.

    ``figures`` is what a monitor measured, as the board shows it.
    """
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [session.clinic_id, session.pk, kind, figures, at])
        number = int(cursor.fetchone()[0])
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(session.pk)])
    transaction.on_commit(partial(_tell, News(session.clinic_id, number, kind, figures)), robust=True)


def _tell(news: News) -> None:
    for told in TOLD:
        told(news)


def refusal(code: str, words: str, source: str = "default", *, interlock: bool = True) -> Refused:
    """One stop, to be raised."""
    return Refused([Finding(code, Severity.STOP, words, source, interlock=interlock)])
