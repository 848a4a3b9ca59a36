"""Who is asking: an account at one clinic with its roles, a patient or a helper, or a link's holder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from afterglow.ground.access.actor import Actor, ActorKind
from afterglow.ground.access.models import Account, Clinic, Membership
from afterglow.ground.access.pages import OpenRequest
from afterglow.ground.access.prepared import Prepared
from afterglow.ground.access.recent import Recent
from afterglow.ground.access.roles import Role
from afterglow.ground.access.sign_in.holding import active_account
from afterglow.ground.access.sign_in.locking import forget_strangers, lock
from afterglow.ground.access.sign_in.session import CHOSEN, is_over, is_strong, note_use
from afterglow.record.contact.queries import link_actor
from afterglow.record.people.queries import helped_by_account, patients_of_account

Known = tuple[Actor, Clinic]

_places: Recent[tuple[str, dict[str, Known]]] = Recent(seconds=5)


@Prepared
def _memberships(account_id: int) -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.filter(account_id=account_id, ended_at=None)
    return rows.select_related("clinic").order_by("pk")


def who(request: OpenRequest, *, real_now: datetime) -> tuple[Actor | None, Clinic | None]:
    """The actor and their clinic; (None, None) for somebody unknown. A session that is over is locked."""
    by_link = link_actor(request.get_signed_cookie, path=request.path, now=request.now)
    if by_link is not None:
        return by_link
    account_id = request.session.get(SESSION_KEY)
    if account_id is None or BACKEND_SESSION_KEY not in request.session:
        return None, None
    stamp, places = _places.get(int(account_id), lambda: _places_of(int(account_id)))
    if not places or not constant_time_compare(stamp, request.session.get(HASH_SESSION_KEY, "")):
        return None, None
    staff = any(actor.is_staff for actor, _ in places.values())
    if is_over(request.session, staff=staff, real_now=real_now):
        lock(request, staff=staff)
        return None, None
    note_use(request.session, real_now=real_now)
    forget_strangers(request, int(account_id))
    chosen = str(request.session.get(CHOSEN, ""))
    actor, clinic = places.get(chosen) or next(iter(places.values()))
    if actor.is_staff and not is_strong(request.session):
        return replace(actor, roles=frozenset({Role.NEWCOMER})), clinic
    return actor, clinic


def places_of(account_id: int) -> dict[str, Known]:
    """Every place an account has, by the ref that chooses it: one for each clinic's staff, one for each patient."""
    return _places_of(account_id)[1]


def _places_of(account_id: int) -> tuple[str, dict[str, Known]]:
    account = active_account(account_id)
    if account is None:
        return "", {}
    return account.get_session_auth_hash(), {**_as_staff(account), **_as_patient(account)}


def _as_staff(account: Account) -> dict[str, Known]:
    by_clinic: dict[int, list[Membership]] = {}
    for row in _memberships(account.pk):
        by_clinic.setdefault(row.clinic_id, []).append(row)
    return {group[0].ref: (_staff_actor(account, group), group[0].clinic) for group in by_clinic.values()}


def _staff_actor(account: Account, group: Sequence[Membership]) -> Actor:
    roles = frozenset(Role(row.role) for row in group)
    return Actor(ActorKind.ACCOUNT, group[0].clinic_id, str(account), roles, number=account.pk)


def _as_patient(account: Account) -> dict[str, Known]:
    roles = frozenset({Role.PATIENT})
    own = {
        patient.ref: (
            Actor(ActorKind.ACCOUNT, patient.clinic_id, patient.full_name, roles, account.pk, patient_id=patient.pk),
            patient.clinic,
        )
        for patient in patients_of_account(account.pk)
    }
    helped = {
        helper.ref: (
            Actor(
                ActorKind.ACCOUNT,
                helper.clinic_id,
                helper.patient.full_name,
                roles,
                account.pk,
                patient_id=helper.patient_id,
                helper=helper.name,
            ),
            helper.patient.clinic,
        )
        for helper in helped_by_account(account.pk)
    }
    return {**own, **helped}
