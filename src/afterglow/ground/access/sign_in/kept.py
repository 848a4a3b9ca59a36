"""Where sign-ins are kept: Django's table, read with a query that is written once."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from afterglow.ground.access.prepared import Prepared
from afterglow.ground.kernel.clock import real_now


class SessionStore(DatabaseStore):
    """One sign-in. It is found until it expires."""

    def _get_session_from_db(self) -> Session | None:
        found = _by_key.first(str(self.session_key))
        if found is None or found.expire_date <= real_now():
            self._session_key = None
            return None
        return found


@Prepared
def _by_key(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)
