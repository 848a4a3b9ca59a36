"""Who holds a session's cookie, asked outside the request cycle: by a stream, again and again while it is open."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from afterglow.ground.access.models import Account
from afterglow.ground.access.prepared import Prepared
from afterglow.ground.access.sign_in.session import is_over, is_strong
from afterglow.ground.kernel.clock import real_now


def staff_account(cookie: str) -> Account | None:
    """The account of whoever has signed in with this cookie as surely as staff must; None once that is over."""
    kept = _kept(cookie)
    return _account(kept, staff=True) if kept is not None and is_strong(kept) else None


def patient_account(cookie: str) -> Account | None:
    """The account of whoever has signed in with this cookie, as patients and their helpers do; None once it is over."""
    kept = _kept(cookie)
    return _account(kept, staff=False) if kept is not None else None


def active_account(account_id: int) -> Account | None:
    """An account that may sign in."""
    return _active.first(account_id)


@Prepared
def _active(account_id: int) -> QuerySet[Account]:
    return Account.objects.filter(pk=account_id, is_active=True)


def _kept(cookie: str) -> SessionBase | None:
    kept: SessionBase | None = import_module(settings.SESSION_ENGINE).SessionStore(cookie) if cookie else None
    return kept


def _account(kept: SessionBase, *, staff: bool) -> Account | None:
    """Nothing remembered is believed: session and account are read anew each time."""
    account_id = kept.get(SESSION_KEY)
    if account_id is None or is_over(kept, staff=staff, real_now=real_now()):
        return None
    account = active_account(int(account_id))
    if account is None or not constant_time_compare(kept.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()):
        return None
    return account
