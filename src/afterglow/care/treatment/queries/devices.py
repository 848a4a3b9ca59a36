"""Reading about monitors, and about what they sent that belongs to nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.http import Http404

from afterglow.care.treatment.models import Device, Reading
from afterglow.care.treatment.queries.beds import sender_of
from afterglow.ground.access.actor import Actor, ActorKind
from afterglow.ground.access.recent import Recent
from afterglow.ground.access.roles import Permission, Role

_senders: Recent[Device] = Recent(seconds=5)


def token_hash(token: str) -> str:
    """How a monitor's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_of(token: str) -> Device | None:
    """The monitor that sends with this token; it may have been retired a few seconds ago, which its action refuses."""
    known = token_hash(token)
    try:
        return _senders.get(known, lambda: _sender(known))
    except LookupError:
        return None


def _sender(known: str) -> Device:
    found = sender_of(known)
    if found is None:
        raise LookupError("no monitor sends with this token")
    return found


def device_actor(device: Device) -> Actor:
    """A monitor as somebody who acts."""
    return Actor(ActorKind.DEVICE, device.clinic_id, f"Monitor {device.name}", frozenset({Role.DEVICE}), device.pk)


def access_devices(*, by: Actor) -> Sequence[Device]:
    """The monitors of the actor's clinic that belong to a bay. Raises Http404 for whoever runs no sessions."""
    if not by.may(Permission.TREAT):
        raise Http404
    return list(Device.objects.filter(clinic_id=by.clinic_id, retired_at=None).select_related("bay").order_by("bay_id"))


def monitors_by_bay(clinic_id: int) -> dict[int, str]:
    """The name of the monitor joined to each bay that has one, by the bay's number."""
    return dict(Device.objects.filter(clinic_id=clinic_id, retired_at=None).values_list("bay_id", "name"))


def unclaimed_readings(*, by: Actor, most: int = 50) -> Sequence[Reading]:
    """The latest readings that belong to nobody: a monitor measured while no patient was joined to its bay."""
    if not by.may(Permission.TREAT):
        raise Http404
    rows = Reading.objects.filter(clinic_id=by.clinic_id, session=None).select_related("device__bay")
    return list(rows.order_by("-happened_at")[:most])
