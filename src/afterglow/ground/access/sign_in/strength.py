"""How sure a session is of who sits there."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

DEMO = "demo"
"""The session's note that a demo's role button opened it."""


def is_strong(session: SessionBase) -> bool:
    """Whether a passkey or an authenticator was used: staff need one. A demo's role button stands for it there."""
    records: list[dict[str, Any]] = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(record.get("method") == "mfa" for record in records) or bool(session.get(DEMO))
