"""Opening a clinic on this installation, and its staff."""

from __future__ import annotations

from datetime import datetime

from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor, system_actor
from afterglow.ground.access.models import Account, Clinic, Membership
from afterglow.ground.access.protocols import activate
from afterglow.ground.access.recent import forget_everything
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.protocol.reading import load_protocol


def open_clinic(*, slug: str, text: str, now: datetime) -> Clinic:
    """Open a clinic under the protocol in ``text``. Done by whoever runs the installation, from the command line."""
    protocol = load_protocol(text)
    clinic = Clinic.objects.create(slug=slug, name=protocol.clinic, time_zone=protocol.time_zone)
    _activate_first(text=text, by=system_actor(clinic.pk), now=now)
    return clinic


@action("access.clinic_opened", may=Permission.DO_DUE_WORK)
def _activate_first(*, text: str, by: Actor, now: datetime) -> None:
    activate(text=text, by=by, now=now)


@action("access.first_administrator_added", may=Permission.DO_DUE_WORK)
def add_first_administrator(*, name: str, email: str, by: Actor, now: datetime) -> Account:
    """Add the person who will invite everyone else. From the command line, as the system."""
    return add_staff(name=name, email=email, roles=[Role.ADMINISTRATOR], title="administrator", by=by, now=now)


@action("access.staff_added", may=Permission.MANAGE_STAFF)
def add_staff(
    *, name: str, email: str, roles: list[Role], title: str, by: Actor, now: datetime, registration: str = ""
) -> Account:
    """Give somebody a place in the clinic's staff, with an account for their mailbox where there is none."""
    account = Account.objects.filter(email=email.lower()).first()
    if account is None:
        account = Account.objects.create_user(email, name=name)
    for role in roles:
        Membership.objects.create(
            clinic_id=by.clinic_id, account=account, role=role.value, title=title, registration=registration
        )
    forget_everything()
    return account


@action("access.staff_ended", may=Permission.MANAGE_STAFF)
def end_staff(*, account: Account, by: Actor, now: datetime) -> None:
    """End somebody's place in the clinic's staff, in every role; their open pages end within ten seconds."""
    for row in Membership.objects.filter(account=account, clinic_id=by.clinic_id, ended_at=None):
        row.ended_at = now
        row.save(update_fields=["ended_at"])
    forget_everything()
