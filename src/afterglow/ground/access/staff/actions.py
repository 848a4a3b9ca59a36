"""Who works for the clinic: invited, given other roles, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.clinics import add_staff, end_staff
from afterglow.ground.access.models import Account, Membership
from afterglow.ground.access.recent import forget_everything
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.kernel.finding import Finding, Severity


@action("access.staff_invited", may=Permission.MANAGE_STAFF)
def invite(
    *, name: str, email: str, roles: Sequence[Role], title: str, registration: str, by: Actor, now: datetime
) -> Account:
    """Give somebody a place in the clinic's staff. Raises Refused where they have one already.

    The invitation itself is sent when this has been done: ``sign_in.invitation.send_invitation``.
    """
    if Membership.objects.filter(clinic_id=by.clinic_id, account__email=email.lower(), ended_at=None).exists():
        raise Refused([_no("on-staff", f"{email} is on the staff already. Change their roles on their own page.")])
    return add_staff(name=name, email=email, roles=list(roles), title=title, registration=registration, by=by, now=now)


@action("access.staff_roles_changed", may=Permission.MANAGE_STAFF)
def change_roles(
    *, account: Account, roles: Sequence[Role], title: str, registration: str, by: Actor, now: datetime
) -> None:
    """Leave somebody with exactly these roles. Raises Refused where one takes away one's own right to do this."""
    if account.pk == by.account_id and Role.ADMINISTRATOR not in roles:
        raise Refused([_no("own-role", "You cannot take this role from yourself. Ask another administrator.")])
    held = list(Membership.objects.select_for_update().filter(account=account, clinic_id=by.clinic_id, ended_at=None))
    for row in held:
        row.title, row.registration = title, registration
        row.ended_at = None if Role(row.role) in roles else now
        row.save(update_fields=["title", "registration", "ended_at"])
    new = [role for role in roles if role not in {Role(row.role) for row in held}]
    add_staff(name=account.name, email=account.email, roles=new, title=title, registration=registration, by=by, now=now)
    forget_everything()


@action("access.staff_place_ended", may=Permission.MANAGE_STAFF)
def end_place(*, account: Account, by: Actor, now: datetime) -> None:
    """End somebody's place at the clinic. Raises Refused for one's own: there is always an administrator."""
    if account.pk == by.account_id:
        raise Refused([_no("own-place", "You cannot end your own place. Ask another administrator.")])
    end_staff(account=account, by=by, now=now)


def _no(code: str, words: str) -> Finding:
    return Finding(code, Severity.STOP, words, "default", interlock=True)
