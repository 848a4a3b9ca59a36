"""What a session notes: how sure it is of who sits there, and which of their places they chose."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

DEMO = "demo"
"""The note that a demo's role button opened it."""

CHOSEN = "chosen"
"""The note of which of an account's places it uses: a membership's, a patient's or a helper's ref."""


def is_strong(session: SessionBase) -> bool:
    """Whether a passkey or an authenticator was used: staff need one. A demo's role button stands for it there."""
    records: list[dict[str, Any]] = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(record.get("method") == "mfa" for record in records) or bool(session.get(DEMO))
