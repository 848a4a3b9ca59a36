"""When a message that was not taken is tried again, and when a person must hear of it instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""How long to wait after each failed try: a short fault costs minutes; after a day a person takes over (default)."""

TAKES_AT_MOST: Final = timedelta(minutes=5)
"""How long a try may take before another worker may suppose that the first one died (default)."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed tries, 1 or more; None when there have been enough."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
