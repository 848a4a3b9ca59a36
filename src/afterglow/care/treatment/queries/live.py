"""What an open page follows: who may watch a session or the board, and what has changed there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from afterglow.care.treatment.models import LiveEvent, Session
from afterglow.ground.access.models import Clinic, Membership
from afterglow.ground.access.prepared import Prepared
from afterglow.ground.access.roles import Permission, Role, permissions_of
from afterglow.ground.access.sign_in.holding import staff_account

_NEVER_REACHED: Final = 2**62
_BOARD_EVENTS: Final = f"""
    SELECT id, kind, figures FROM {LiveEvent._meta.db_table}
    WHERE clinic_id = %s AND id > %s AND id <= %s ORDER BY id LIMIT %s
"""  # noqa: S608  # the name of our own table

_SETTLING_S = 1.0
"""How long, at most, events wait for transactions that began before them and may still bring an earlier one."""

Told = tuple[int, str, str]
"""An event of the board: its number, its kind, and a monitor's figures."""


def watched(cookie: str, treatment_ref: str) -> int | None:
    """The id of the session of a treatment, if whoever holds this sign-in cookie may see it now; None otherwise.

    Asked at every heartbeat of a stream: sign-in, account, role and clinic are each read again.
    """
    session = Session.objects.filter(treatment__ref=treatment_ref).only("pk", "clinic_id").first()
    if session is None or not _may(cookie, session.clinic_id, Permission.SEE_RECORD):
        return None
    return int(session.pk)


def watched_board(cookie: str, clinic_ref: str) -> int | None:
    """The id of a clinic, if whoever holds this sign-in cookie may see its board now; None otherwise."""
    clinic = _clinic.first(clinic_ref)
    return clinic.pk if clinic is not None and _may(cookie, clinic.pk, Permission.TREAT) else None


def events_after(session_id: int, last: int, *, most: int = 500) -> Sequence[LiveEvent]:
    """What changed in a session after an event, oldest first."""
    return list(LiveEvent.objects.filter(session_id=session_id, pk__gt=last).order_by("pk")[:most])


def last_event_id(session_id: int) -> int:
    """The number of the last change; 0 where there was none."""
    last = LiveEvent.objects.filter(session_id=session_id).order_by("-pk").values_list("pk", flat=True).first()
    return int(last or 0)


def board_events_after(clinic_id: int, last: int, *, upto: int | None = None, most: int = 2_000) -> Sequence[Told]:
    """What changed in a clinic after an event, oldest first; nothing with a smaller number is committed later."""
    if upto is None and connection.vendor == "postgresql":
        upto = _settled(clinic_id)
    with connection.cursor() as cursor:
        cursor.execute(_BOARD_EVENTS, [clinic_id, last, _NEVER_REACHED if upto is None else upto, most])
        return list(cursor.fetchall())


def last_board_event_id(clinic_id: int) -> int:
    """The number of the clinic's last change; 0 where there was none."""
    if connection.vendor == "postgresql":
        return _settled(clinic_id)
    return int(LiveEvent.objects.filter(clinic_id=clinic_id).order_by("-pk").values_list("pk", flat=True).first() or 0)


def _may(cookie: str, clinic_id: int, permission: Permission) -> bool:
    account = staff_account(cookie)
    if account is None:
        return False
    return permission in permissions_of(frozenset(Role(role) for (role,) in _roles(account.pk, clinic_id)))


@Prepared
def _clinic(ref: str) -> QuerySet[Clinic]:
    return Clinic.objects.filter(ref=ref)


@Prepared
def _roles(account_id: int, clinic_id: int) -> QuerySet[Membership, tuple[str]]:
    rows: QuerySet[Membership] = Membership.objects.filter(account_id=account_id, clinic_id=clinic_id, ended_at=None)
    return rows.values_list("role")


def _settled(clinic_id: int) -> int:
    """The last event that everything before it is committed or undone.

    Numbers are given before the commit, so an event may be seen while one with a smaller number is still under way:
    wait until every transaction that was under way when the last event was seen has ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(id), 0), pg_snapshot_xmax(pg_current_snapshot())::text::bigint "
            "FROM live_event WHERE clinic_id = %s",
            [clinic_id],
        )
        last, began_before = cursor.fetchone()
        until = time.monotonic() + _SETTLING_S
        while time.monotonic() < until:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] >= began_before:
                break
            time.sleep(0.002)
    return int(last)
