"""What time makes happen to stock. Nothing is counted, destroyed or corrected by itself: somebody is asked, once."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.pharmacy.actions import reminding
from afterglow.care.pharmacy.actions.giving import DRAW_TASK
from afterglow.care.pharmacy.models import RegisterPage
from afterglow.care.pharmacy.queries.counts import COUNT_TASK, about_count, counts_to_make
from afterglow.care.pharmacy.queries.drawn import forgotten
from afterglow.care.pharmacy.queries.stock import lots_expiring
from afterglow.ground.access.actor import system_actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.kernel.period import local_day
from afterglow.record.tasks.models import Task


def due(now: datetime) -> int:
    """Ask for every count that is due, every lot near its last day, and every draw nobody accounted for."""
    clinics = Clinic.objects.filter(pk__in=RegisterPage.objects.values("clinic")).order_by("pk")
    return sum(_counts(clinic, now) + _lots(clinic, now) for clinic in clinics) + _draws(now)


def _counts(clinic: Clinic, now: datetime) -> int:
    protocol = protocol_in_force(clinic, now)
    today, asked = local_day(now, protocol.zone), 0
    every = protocol.pharmacy.count_every
    for one in counts_to_make(clinic_id=clinic.pk, every=every, zone=protocol.zone):
        if one.by_day <= today and not _open(clinic.pk, COUNT_TASK, about_count(one.page, one.place)):
            reminding.ask_for_count(due=one, by=system_actor(clinic.pk), now=now)
            asked += 1
    return asked


def _lots(clinic: Clinic, now: datetime) -> int:
    today = local_day(now, protocol_in_force(clinic, now).zone)
    asked = 0
    for lot in lots_expiring(clinic.pk, today):
        if not Task.objects.filter(clinic=clinic, kind=reminding.LOT_TASK, about=lot.ref).exists():
            reminding.warn_of_lot(lot=lot, by=system_actor(clinic.pk), now=now)
            asked += 1
    return asked


def _draws(now: datetime) -> int:
    asked = 0
    for draw in forgotten(now=now):
        if not _open(draw.clinic_id, DRAW_TASK, draw.ref):
            reminding.ask_after_draw(draw=draw, by=system_actor(draw.clinic_id), now=now)
            asked += 1
    return asked


def _open(clinic_id: int, kind: str, about: str) -> bool:
    return Task.objects.filter(clinic_id=clinic_id, kind=kind, about=about, done_at=None).exists()
