"""Writing down who came in and who was turned away, from wherever in signing in that is decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from afterglow.ground.access.clock import clinic_now
from afterglow.ground.access.models import Account
from afterglow.ground.audit import sign_ins
from afterglow.ground.audit.sign_ins import What
from afterglow.ground.kernel.clock import real_now

_TOO_MANY = frozenset({"too_many_login_attempts", "rate_limited"})
"""The codes under which tries are not even looked at."""


def note(what: What, *, how: str, account_id: int | None, typed: str = "") -> None:
    """Write down how one try ended, or a session. ``typed`` is the address, where no account has it."""
    sign_ins.write(what=what, how=how, now=clinic_now(), real_now=real_now(), account_id=account_id, typed=typed)


def account_with(address: str) -> int | None:
    """The id of the account that has this address; None where there is none."""
    return Account.objects.filter(email=address.strip().lower()).values_list("pk", flat=True).first()


@contextmanager
def noting_refusal(*, how: str, account_id: int | None, typed: str = "") -> Iterator[None]:
    """Write down that a try made in this block was refused, where it is."""
    try:
        yield
    except ValidationError as refusal:
        what = What.HELD_UP if refusal.code in _TOO_MANY else What.TURNED_AWAY
        note(what, how=how, account_id=account_id, typed=typed)
        raise
