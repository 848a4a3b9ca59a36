"""Two people for one act: the second proves in place who they are; the first stays signed in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Countersignature, Membership
from afterglow.ground.access.roles import Permission, Role, permissions_of
from afterglow.ground.access.sign_in.noting import note
from afterglow.ground.audit.sign_ins import What
from afterglow.ground.kernel.clock import real_now
from afterglow.ground.kernel.finding import Finding, Severity

GOOD_FOR = timedelta(minutes=2)
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
_HOW = "PIN beside a colleague"


def entry_hash(entry: Mapping[str, object]) -> str:
    """The hash of exactly what the second person agrees to."""
    text = json.dumps(entry, sort_keys=True, cls=DjangoJSONEncoder, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def set_pin(*, account: Account, pin: str) -> None:
    """Give an account a PIN of 6 digits for signing beside somebody. Raises Refused for anything else."""
    if len(pin) != 6 or not pin.isascii() or not pin.isdigit() or len(set(pin)) < 3:
        raise Refused([_no("pin-shape", "Choose 6 digits, at least three of them different.")])
    account.pin = make_password(pin)
    account.pin_failures, account.pin_locked_until = 0, None
    account.save(update_fields=["pin", "pin_failures", "pin_locked_until"])


def prove(*, account: Account, pin: str, by: Actor, needs: Permission) -> None:
    """Check the second person's PIN. Runs outside the act's transaction, so that a try is counted whatever follows.

    Raises Refused when it is the same person, when they may not do this, or when the PIN is wrong; after 5
    wrong tries the PIN is locked for 15 minutes of real time.
    """
    if account.pk == by.account_id:
        raise Refused([_no("same-person", "The second check must be made by another person.", interlock=True)])
    if needs not in _permissions_in(account, by.clinic_id):
        raise Refused([_no("second-not-allowed", "This person may not make this check.", interlock=True)])
    if not _may_try(account):
        note(What.HELD_UP, how=_HOW, account_id=account.pk)
        raise Refused([_no("pin-locked", "This PIN is locked after 5 wrong tries. Try again in 15 minutes.")])
    if not account.pin or not check_password(pin, account.pin):
        note(What.TURNED_AWAY, how=_HOW, account_id=account.pk)
        raise Refused([_no("pin-wrong", "The PIN is not right.")])
    account.pin_failures, account.pin_locked_until = 0, None
    account.save(update_fields=["pin_failures", "pin_locked_until"])


@action("access.countersigned", may=Permission.TREAT)
def countersign(*, account: Account, entry_sha256: str, by: Actor, now: datetime) -> Countersignature:
    """Record a proof just given for one exact entry."""
    return Countersignature.objects.create(
        clinic_id=by.clinic_id, account=account, entry_sha256=entry_sha256, given_at=now
    )


@action("access.countersignature_used", may=Permission.TREAT)
def use(*, countersignature: Countersignature, entry_sha256: str, by: Actor, now: datetime) -> Account:
    """Spend a countersignature on its entry; returns who gave it.

    Raises Refused when it was given for something else, was used already, or is older than two minutes.
    """
    row = Countersignature.objects.select_for_update(of=("self",)).select_related("account").get(pk=countersignature.pk)
    if row.entry_sha256 != entry_sha256:
        raise Refused([_no("other-entry", "The second signature was for something else.", interlock=True)])
    if row.used_at is not None:
        raise Refused([_no("already-used", "This second signature has been used.", interlock=True)])
    if now - row.given_at > GOOD_FOR:
        raise Refused([_no("too-old", "The second signature is older than two minutes. Ask for it again.")])
    row.used_at = now
    row.save(update_fields=["used_at"])
    return row.account


def _permissions_in(account: Account, clinic_id: int) -> frozenset[Permission]:
    rows = Membership.objects.filter(account=account, clinic_id=clinic_id, ended_at=None, account__is_active=True)
    return permissions_of(frozenset(Role(row.role) for row in rows))


def _may_try(account: Account) -> bool:
    """Count a try before it is looked at, so that tries made in the same moment are counted one by one."""
    moment = real_now()
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        if row.pin_locked_until and row.pin_locked_until > moment:
            return False
        row.pin_failures += 1
        if row.pin_failures >= TRIES:
            row.pin_failures, row.pin_locked_until = 0, moment + LOCKED_FOR
        row.save(update_fields=["pin_failures", "pin_locked_until"])
    return True


def _no(code: str, words: str, *, interlock: bool = False) -> Finding:
    return Finding(code, Severity.STOP, words, "default", interlock=interlock)
