"""Who in the clinic may check a dose as the second person."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from afterglow.ground.access.models import Account
from afterglow.ground.access.roles import GRANTED, Permission


def people_who_check(clinic_id: int, *, besides: Collection[int | None]) -> Sequence[Account]:
    """The accounts of the clinic's staff who may check a dose, ``besides`` those named, by name."""
    roles = [role.value for role, granted in GRANTED.items() if Permission.CHECK_DOSE in granted]
    rows = Account.objects.filter(
        memberships__clinic_id=clinic_id, memberships__role__in=roles, memberships__ended_at=None, is_active=True
    )
    return list(rows.exclude(pk__in=[one for one in besides if one is not None]).distinct().order_by("name", "pk"))
