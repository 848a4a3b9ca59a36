"""What a session notes: how sure it is of who sits there, which of their places they chose, and since when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from afterglow.ground.audit.riders import get_on

DEMO: Final = "demo"
"""The note that a demo's role button opened it."""

CHOSEN: Final = "chosen"
"""The note of which of an account's places it uses: a membership's, a patient's or a helper's ref."""

BEGAN: Final = "began"
USED: Final = "used"
"""The notes of when it was signed in and last used, in whole seconds of real time."""

STAFF_IDLE: Final = timedelta(minutes=15)
"""How long a tablet of the clinic may lie about before whoever picks it up must sign in."""

PATIENT_IDLE: Final = timedelta(minutes=60)
LONGEST: Final = timedelta(hours=12)
"""A long shift: after it everybody signs in again, however busy they were."""

_NOTED_EVERY: Final = timedelta(minutes=1)
"""Use is written down this often at most, so that a page rarely costs a write; a session may end so much early."""


def is_strong(session: SessionBase) -> bool:
    """Whether a passkey or an authenticator was used: staff need one. A demo's role button stands for it there."""
    records: list[dict[str, Any]] = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(record.get("method") == "mfa" for record in records) or _is_of_demo(session)


def is_over(session: SessionBase, *, staff: bool, real_now: datetime) -> bool:
    """Whether it was left idle too long, or is too old. ``staff``: whether its account has a place on any staff.

    A demo's session is never idle: there is nobody to protect.
    """
    moment = real_now.timestamp()
    began, used = session.get(BEGAN, moment), session.get(USED, moment)
    idle = STAFF_IDLE if staff else PATIENT_IDLE
    too_idle = moment - used >= idle.total_seconds() and not _is_of_demo(session)
    return too_idle or bool(moment - began >= LONGEST.total_seconds())


def note_use(session: SessionBase, *, real_now: datetime) -> None:
    """Write down that it is being used, once a minute at most; along with what the request changes, if it does."""
    moment = int(real_now.timestamp())
    if BEGAN not in session:
        session[BEGAN] = moment
    if moment - session.get(USED, 0) >= _NOTED_EVERY.total_seconds():
        session[USED] = moment
        get_on(_NoteOfUse(session))


class _NoteOfUse:
    """Rides along with an action. A session that became another one meanwhile is left to the middleware."""

    def __init__(self, session: SessionBase) -> None:
        self._session, self._key = session, session.session_key

    def write(self) -> None:
        if self._is_the_same:
            data, until = self._session.encode(dict(self._session.items())), self._session.get_expiry_date()
            Session.objects.filter(session_key=self._key).update(session_data=data, expire_date=until)
            self._session.modified = False

    def lost(self) -> None:
        self._session.modified = True

    @property
    def _is_the_same(self) -> bool:
        return self._session.session_key is not None and self._session.session_key == self._key


def _is_of_demo(session: SessionBase) -> bool:
    return bool(settings.DEMO and session.get(DEMO))
