"""The e-mail that brings a new member of staff in. It goes straight out: its link never stands in the outbox."""

from __future__ import annotations

from django.conf import settings

from afterglow.ground.access.models import Account, new_ref
from afterglow.ground.access.sign_in.views import welcome_path
from afterglow.ground.access.staff.queries import has_key
from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.message import Letter, TryAgain, WillNotTake

_NEW = (
    "You have been given a place on the staff of {clinic}.\n\n"
    "Choose how you sign in here, within three days:\n{address}\n\n"
    "If you did not expect this, tell the clinic and do nothing else."
)
_KNOWN = (
    "You have been given a place on the staff of {clinic}.\n\n"
    "Sign in as you always do: {address}\n\n"
    "If you did not expect this, tell the clinic."
)


def send_invitation(*, account: Account, clinic_name: str) -> bool:
    """Send an invitation to join a clinic's staff; whether the mail server took it.

    Somebody who has a passkey or an authenticator is told to use it: a link could otherwise let in whoever reads
    their mail.
    """
    words, path = (_KNOWN, "/sign-in/staff/") if has_key(account) else (_NEW, welcome_path(account))
    text = words.format(clinic=clinic_name, address=f"{settings.PUBLIC_URL}{path}")
    letter = Letter(account.email, f"Your place at {clinic_name}", text, reference=new_ref())
    try:
        chosen.mail().send(letter)
    except (TryAgain, WillNotTake):
        return False
    return True
