"""The real clock. ``now`` is read once at the edge of a request, command or tick and handed on as an argument."""

from __future__ import annotations

from datetime import UTC, datetime


def real_now() -> datetime:
    """The machine's time, in UTC: for sign-in, tokens, rate limits and the audit trail's second time."""
    return datetime.now(UTC)
