"""What time makes happen to stock. Nothing is counted, destroyed or corrected by itself: somebody is asked, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from afterglow.care.pharmacy.actions import reminding
from afterglow.care.pharmacy.actions.giving import DRAW_TASK
from afterglow.care.pharmacy.actions.reminding import LOT_TASK
from afterglow.care.pharmacy.models import RegisterPage
from afterglow.care.pharmacy.queries.counts import COUNT_TASK, Rhythm, about_count, counts_to_make
from afterglow.care.pharmacy.queries.drawn import forgotten
from afterglow.care.pharmacy.queries.stock import lots_expiring
from afterglow.care.pharmacy.rules.lots import said_until
from afterglow.ground.access.actor import system_actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.tasks.models import Task


def due(now: datetime) -> int:
    """Ask for every count that is due, every lot near its last day, and every draw nobody accounted for."""
    clinics = Clinic.objects.filter(pk__in=RegisterPage.objects.values("clinic"))
    protocols = {clinic.pk: protocol_in_force(clinic, now) for clinic in clinics.order_by("pk")}
    return _counts(protocols, now) + _lots(protocols, now) + _draws(now)


def _counts(protocols: Mapping[int, Protocol], now: datetime) -> int:
    rhythms = {number: Rhythm(one.pharmacy.count_every, one.zone) for number, one in protocols.items()}
    asked = 0
    for one in counts_to_make(rhythms):
        clinic_id = one.page.clinic_id
        today = local_day(now, rhythms[clinic_id].zone)
        if one.by_day <= today and not _open(clinic_id, COUNT_TASK, about_count(one.page, one.place)):
            reminding.ask_for_count(due=one, by=system_actor(clinic_id), now=now)
            asked += 1
    return asked


def _lots(protocols: Mapping[int, Protocol], now: datetime) -> int:
    """Once for each lot, by the day of its clinic."""
    asked = 0
    latest = said_until(now.date() + timedelta(days=1))
    for lot in lots_expiring(latest, clinic_ids=protocols):
        near = lot.expires_on <= said_until(local_day(now, protocols[lot.clinic_id].zone))
        if near and not Task.objects.filter(clinic_id=lot.clinic_id, kind=LOT_TASK, about=lot.ref).exists():
            reminding.warn_of_lot(lot=lot, by=system_actor(lot.clinic_id), now=now)
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
