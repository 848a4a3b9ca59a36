"""Who came in, who was turned away, and whose session ended: one entry each, sealed into every clinic's chain later.

An entry holds an account's number, never an address. Where nobody here has the address that was typed, a mark made with
the audit key tells it apart from others.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.conf import settings

from afterglow.ground.audit.models import SignIn
from afterglow.ground.audit.sealing import SealedLater

_MARK: Final = 16


class What(StrEnum):
    """How a try ended, or how a session did."""

    CAME_IN = "came in"
    TURNED_AWAY = "turned away"
    HELD_UP = "held up"
    """Not even looked at: there had been too many tries."""
    LOCKED = "locked"
    """The session was left idle too long, or was too old."""
    WENT_OUT = "went out"


def write(*, what: What, how: str, now: datetime, real_now: datetime, account_id: int | None, typed: str = "") -> None:
    """Write one entry. ``how`` is by which means, in our own words; ``typed`` the address, where one was."""
    SignIn.objects.create(
        at=now,
        real_at=real_now,
        account_id=account_id,
        mark=_mark(typed) if account_id is None else "",
        what=what.value,
        how=how[:60],
    )


def _mark(typed: str) -> str:
    if not typed:
        return ""
    digest = hmac.new(settings.AUDIT_KEY, b"address:" + typed.strip().lower().encode(), hashlib.sha256)
    return digest.hexdigest()[:_MARK]


SEALED = SealedLater(
    verb="sign-ins.sealed",
    model=SignIn,
    columns=("at", "real_at", "account_id", "mark", "what", "how"),
    # An account may be in several clinics, and a try of nobody is in none: each chain covers them all.
    entries_of=lambda _: SignIn.objects.all(),
)
