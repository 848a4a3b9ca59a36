"""When a message that was not taken is tried again, when a person must hear of it, and what is kept once it is sent."""

from __future__ import annotations

import re
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


def without_tokens(text: str) -> str:
    """A message as it is kept once it was sent: the tokens of its links are taken out, so that none opens anything."""
    return _TOKEN.sub(r"\1…", text)


_TOKEN: Final = re.compile(r"(/l/)[\w-]{43}")
"""A link's path: 256 bits in 43 letters."""
