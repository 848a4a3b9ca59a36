"""How the stub sends its notices: at least once, and again after a minute, 5 minutes, an hour, 1 and 2 days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from afterglow.ground.gateways.payments.notice import signature_of
from afterglow.ground.gateways.payments.stub.till import Till

WAITS: Final = (
    timedelta(seconds=60),
    timedelta(minutes=5),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=2),
)
"""How long after each failed try the next one comes (its documentation); six tries in all."""

Post = Callable[[bytes, str], int]
"""Takes a body and its signature to the clinic; gives the status of its answer."""


def deliver(till: Till, *, account: str, secret: str, post: Post) -> int:
    """Send every notice of an account whose time has come; returns how many were taken."""
    taken = 0
    for number, notice in till.drawer.notices():
        if notice.account != account or notice.next_try > till.clock():
            continue
        if 200 <= post(notice.body, signature_of(notice.body, secret)) < 300:
            till.drawer.keep_notice(number, None)
            taken += 1
        elif notice.tries < len(WAITS):
            notice.next_try = till.clock() + WAITS[notice.tries]
            notice.tries += 1
            till.drawer.keep_notice(number, notice)
        else:
            till.drawer.keep_notice(number, None)
    return taken
