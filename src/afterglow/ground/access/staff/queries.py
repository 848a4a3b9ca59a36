"""Reading who works for the clinic. ``access_colleague`` is the only way to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Membership
from afterglow.ground.access.roles import Permission, Role

_KEYS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


@dataclass(frozen=True)
class Colleague:
    """Somebody who works for the clinic now. ``has_key`` says whether they have a passkey or an authenticator."""

    account: Account
    roles: frozenset[Role]
    title: str
    registration: str
    has_key: bool

    @property
    def role_words(self) -> str:
        """Their roles as a person would say them."""
        return ", ".join(sorted(role.value for role in self.roles))


def colleagues(*, clinic_id: int) -> Sequence[Colleague]:
    """Everybody who works for the clinic now, by name."""
    return _colleagues(_memberships(clinic_id))


def access_colleague(*, by: Actor, ref: str) -> Colleague:
    """One person who works for the actor's clinic now. Raises Http404."""
    found = _colleagues(_memberships(by.clinic_id).filter(account__ref=ref))
    if not found or not by.may(Permission.MANAGE_STAFF):
        raise Http404
    return found[0]


def has_key(account: Account) -> bool:
    """Whether an account can sign in as staff already: with a passkey, or with an authenticator."""
    return bool(Authenticator.objects.filter(user=account, type__in=_KEYS).exists())


def _memberships(clinic_id: int) -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.filter(clinic_id=clinic_id, ended_at=None)
    keys = Authenticator.objects.filter(user=OuterRef("account_id"), type__in=_KEYS)
    return rows.select_related("account").annotate(has_key=Exists(keys)).order_by("account__name", "account_id", "pk")


def _colleagues(memberships: QuerySet[Membership]) -> Sequence[Colleague]:
    by_account: dict[int, list[Membership]] = {}
    for row in memberships:
        by_account.setdefault(row.account_id, []).append(row)
    return [_colleague(rows) for rows in by_account.values()]


def _colleague(rows: Sequence[Membership]) -> Colleague:
    first = rows[0]
    roles = frozenset(Role(row.role) for row in rows)
    known_key = bool(getattr(first, "has_key", False))
    return Colleague(first.account, roles, first.title, first.registration, known_key)
