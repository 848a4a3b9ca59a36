"""Monitors: joined to a bay, and what they send kept, whoever it belongs to."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from afterglow.care.treatment.actions.live import announce, refusal
from afterglow.care.treatment.models import MONITOR, Device, Reading
from afterglow.care.treatment.queries.beds import Lying, is_retired, lying_in
from afterglow.care.treatment.queries.devices import token_hash
from afterglow.care.treatment.queries.figures_pushed import figures_of
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.record.diary.models import Bay

COLUMNS: Mapping[str, tuple[str, int]] = {
    "systolic": ("systolic", 1),
    "diastolic": ("diastolic", 1),
    "heart_rate": ("heart_rate", 1),
    "spo2": ("spo2", 1),
    "respiratory_rate": ("respiratory_rate", 1),
    "temperature": ("temperature_tenths", 10),
}
"""What a monitor calls a sign, the column it is kept in, and its multiplier. All else stays in ``raw``."""

_MOST = 1_000_000


@dataclass(frozen=True)
class Arrival:
    """One minute's values as a monitor sent them; ``raw`` is its own text."""

    uuid: UUID
    taken_at: datetime
    values: Mapping[str, Decimal]
    raw: str


@dataclass(frozen=True)
class Kept:
    """What became of a batch: kept now, kept earlier, and how many of those kept now belong to nobody."""

    kept: int
    already: int
    unclaimed: int


@action("treatment.monitor_joined", may=Permission.TREAT)
def join_device(*, name: str, bay: Bay, by: Actor, now: datetime) -> tuple[Device, str]:
    """Join a monitor to a bay; returns it and its token, which is kept nowhere else. The bay's last one is retired."""
    Bay.objects.select_for_update().get(pk=bay.pk)
    for device in Device.objects.filter(clinic_id=by.clinic_id, bay=bay, retired_at=None):
        device.retired_at = now
        device.save(update_fields=["retired_at"])
    token = secrets.token_urlsafe(32)
    made: Device = Device.objects.create(
        clinic_id=by.clinic_id, name=name, bay=bay, token_sha256=token_hash(token), joined_at=now
    )
    return made, token


@action("treatment.readings_received", may=Permission.SEND_READINGS)
def record_from_device(*, device: Device, arrivals: Sequence[Arrival], by: Actor, now: datetime) -> Kept:
    """Keep every reading that is not kept yet, for whoever was in the monitor's bay at that time.

    Whatever was measured while nobody was there is kept too, apart, and belongs to nobody. Raises Refused for a
    monitor that was retired.
    """
    times = [one.taken_at for one in arrivals]
    there = lying_in(device, first=min(times), last=max(times)) if times else ()
    if not there and is_retired(device):
        raise refusal("monitor-retired", "This monitor no longer belongs to a bay.")
    sent = [_reading(one, device, _lying_at(one.taken_at, there), by, now) for one in arrivals]
    rows = [row for row in sent if row.insert_once()]
    for one in there:
        mine = [row for row in rows if row.session_id == one.pk]
        if mine:
            announce(one, "monitor", now, figures=figures_of(max(mine, key=_taken), one))
    return Kept(len(rows), len(arrivals) - len(rows), sum(row.session_id is None for row in rows))


def _taken(row: Reading) -> datetime:
    return row.happened_at


def _lying_at(moment: datetime, there: Sequence[Lying]) -> Lying | None:
    then = [one for one in there if one.in_bay_since <= moment and (one.left_at is None or moment <= one.left_at)]
    return then[-1] if then else None


def _reading(one: Arrival, device: Device, lying: Lying | None, by: Actor, now: datetime) -> Reading:
    columns = {
        column: _whole(one.values[name] * times) for name, (column, times) in COLUMNS.items() if name in one.values
    }
    return Reading(
        session_id=lying.pk if lying else None,
        device=device,
        uuid=one.uuid,
        source=MONITOR,
        raw=one.raw,
        **columns,
        **signed(by=by, now=now, happened_at=one.taken_at),
    )


def _whole(value: Decimal) -> int:
    """Rounded half up; what no column holds is cut off, as ``raw`` has it whole."""
    bounded = max(Decimal(-_MOST), min(Decimal(_MOST), value))
    return int(bounded.quantize(Decimal(1), ROUND_HALF_UP))
