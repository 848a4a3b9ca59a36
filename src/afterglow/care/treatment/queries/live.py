"""What an open page follows: who may watch a session, and what has changed in it."""

from __future__ import annotations

from collections.abc import Sequence

from afterglow.care.treatment.models import LiveEvent, Session
from afterglow.ground.access.models import Membership
from afterglow.ground.access.roles import Permission, Role, permissions_of
from afterglow.ground.access.sign_in.holding import staff_account


def watched(cookie: str, treatment_ref: str) -> int | None:
    """The id of the session of a treatment, if whoever holds this sign-in cookie may see it now; None otherwise.

    Asked at every heartbeat of a stream: sign-in, account, role and clinic are each read again.
    """
    session = Session.objects.filter(treatment__ref=treatment_ref).only("pk", "clinic_id").first()
    account = staff_account(cookie)
    if session is None or account is None:
        return None
    rows = Membership.objects.filter(account=account, clinic_id=session.clinic_id, ended_at=None)
    may = permissions_of(frozenset(Role(role) for role in rows.values_list("role", flat=True)))
    return int(session.pk) if Permission.SEE_RECORD in may else None


def events_after(session_id: int, last: int, *, most: int = 500) -> Sequence[LiveEvent]:
    """What changed in a session after an event, oldest first."""
    return list(LiveEvent.objects.filter(session_id=session_id, pk__gt=last).order_by("pk")[:most])


def last_event_id(session_id: int) -> int:
    """The number of the last change; 0 where there was none."""
    last = LiveEvent.objects.filter(session_id=session_id).order_by("-pk").values_list("pk", flat=True).first()
    return int(last or 0)
