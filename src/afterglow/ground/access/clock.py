"""The clinic's time, read once at the edge: the real one, or in a demo the real one moved forward."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from afterglow.ground.access.models import Installation
from afterglow.ground.kernel.clock import real_now


def clinic_now() -> datetime:
    """The time to act in, in UTC. Only a demo's stored offset can move it."""
    if not settings.DEMO:
        return real_now()
    offset = Installation.this().clock_offset
    return real_now() + offset if offset else real_now()
