"""Who sends and who lies there: asked for every reading of every monitor, so in plain statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.db import connection

from afterglow.care.course.models import Course, Treatment
from afterglow.care.treatment.entries import OxygenTarget
from afterglow.care.treatment.models import Device, Session
from afterglow.record.diary.models import Bay

_SENDER: Final = f"""
    SELECT device.id, device.clinic_id, device.name, bay.id, bay.name
    FROM {Device._meta.db_table} device JOIN {Bay._meta.db_table} bay ON bay.id = device.bay_id
    WHERE device.token_sha256 = %s AND device.retired_at IS NULL
"""  # noqa: S608  # the names of our own tables
_LYING: Final = f"""
    SELECT held.id, held.in_bay_since, held.left_at, treatment.ref, course.protocol_version,
        (SELECT target.lower FROM {OxygenTarget._meta.db_table} target
         WHERE target.session_id = held.id ORDER BY target.id DESC LIMIT 1)
    FROM {Session._meta.db_table} held
    JOIN {Treatment._meta.db_table} treatment ON treatment.id = held.treatment_id
    JOIN {Course._meta.db_table} course ON course.id = treatment.course_id
    JOIN {Device._meta.db_table} device ON device.id = %s AND device.retired_at IS NULL AND device.bay_id = held.bay_id
    WHERE held.clinic_id = %s AND held.bay_id = %s AND held.in_bay_since <= %s
        AND (held.left_at IS NULL OR held.left_at >= %s)
    ORDER BY held.id
"""  # noqa: S608  # the names of our own tables


@dataclass(frozen=True)
class Lying:
    """Whoever is, or was, in a bay: their session's id, and what a reading of theirs is held against."""

    pk: int
    clinic_id: int
    in_bay_since: datetime
    left_at: datetime | None
    treatment_ref: str
    protocol_version: date
    lower_oxygen_target: bool


def sender_of(token_sha256: str) -> Device | None:
    """The monitor whose token has this hash, with its bay, while it belongs to one; nothing else of it is read."""
    with connection.cursor() as cursor:
        cursor.execute(_SENDER, [token_sha256])
        found = cursor.fetchone()
    if found is None:
        return None
    device_id, clinic_id, name, bay_id, bay_name = found
    return Device(id=device_id, clinic_id=clinic_id, name=name, bay=Bay(id=bay_id, name=bay_name))


def is_retired(device: Device) -> bool:
    """Whether a monitor's bay was given another one; if not, it is not until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT retired_at FROM {Device._meta.db_table} WHERE id = %s{_lock()}",  # noqa: S608  # our own table
            [device.pk],
        )
        return cursor.fetchone()[0] is not None


def lying_in(device: Device, *, first: datetime, last: datetime) -> Sequence[Lying]:
    """Everybody who was in a monitor's bay at some time between two moments, locked until the transaction ends.

    So is the monitor, where somebody was. Nobody is in the bay of a monitor that is retired.
    """
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            _LYING + _lock("device, held"), [device.pk, device.clinic_id, device.bay_id, adapt(last), adapt(first)]
        )
        return [
            Lying(pk, device.clinic_id, _aware(since), _aware(left) if left else None, ref, version, bool(lower))
            for pk, since, left, ref, version, lower in cursor.fetchall()
        ]


def _lock(of: str = "") -> str:
    if not connection.features.has_select_for_update:
        return ""
    return f" FOR UPDATE OF {of}" if of else " FOR UPDATE"


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
