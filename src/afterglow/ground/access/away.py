"""What a page needs to keep, on the device itself, what is typed while the connection is away."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

from afterglow.ground.access.actor import Actor
from afterglow.ground.kernel.clock import real_now


@dataclass(frozen=True)
class Away:
    """``key`` encrypts what waits and is the same in all pages of one account; the times are milliseconds since 1970.

    ``now`` is the clinic's clock and dates what was typed; ``real`` is the machine's, and shows how far off the
    device's own clock is.
    """

    key: str
    zone: ZoneInfo
    now: int
    real: int


def away_of(actor: Actor, *, now: datetime, zone: ZoneInfo) -> Away:
    """For the pages of one account. Nothing of it is kept on the device, so that another account cannot read there."""
    digest = salted_hmac("afterglow.away", f"{actor.kind} {actor.number}", algorithm="sha256").digest()
    return Away(b64encode(digest).decode(), zone, _milliseconds(now), _milliseconds(real_now()))


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
