"""The second person of an act: proved in place, for exactly what is written, and never the first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from afterglow.care.pharmacy.queries.products import clinic_protocol
from afterglow.care.pharmacy.rules.witness import witness_findings
from afterglow.ground.access import countersignature
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Countersignature
from afterglow.ground.access.roles import Permission

Witnessed = Mapping[str, object]
"""What a witness puts their PIN to: each act of this room says it with a function ``what_is_...``."""


@action("pharmacy.witnessed", may=Permission.SEE_REGISTER)
def witness(*, account: Account, entry: Witnessed, by: Actor, now: datetime) -> Countersignature:
    """Record that somebody just proved who they are beside ``by``, for exactly this entry: good once, two minutes."""
    entry_sha256 = countersignature.entry_hash(entry)
    return countersignature.countersign(account=account, entry_sha256=entry_sha256, by=by, now=now)


def witness_of(countersigned: Countersignature | None, entry: Witnessed, by: Actor, now: datetime) -> Account | None:
    """Spend a countersignature on its entry; returns who witnessed.

    Raises Refused without one where the protocol asks for it, for the same person, and for another entry's.
    """
    account = None
    if countersigned is not None:
        entry_sha256 = countersignature.entry_hash(entry)
        account = countersignature.use(countersignature=countersigned, entry_sha256=entry_sha256, by=by, now=now)
    required = clinic_protocol(by.clinic_id, now).pharmacy.witness_required
    refused = witness_findings(by.account_id, account.pk if account else None, required=required)
    if refused:
        raise Refused(refused)
    return account
