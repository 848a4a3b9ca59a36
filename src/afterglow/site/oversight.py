"""Who may do what, who did what, and whether the trail still says so: the pages an inspector asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render

from afterglow.ground.access.models import Account, Membership
from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.roles import GRANTED, STAFF_ROLES, Permission, Role
from afterglow.ground.audit.models import AuditRow, ChainHead, ReadEntry, SignIn
from afterglow.ground.audit.sign_ins import What
from afterglow.ground.audit.verifying import verify
from afterglow.record.people.queries import accounts_of_patients

_NEWEST = 50
_OUTSIDE_STAFF = (Role.PATIENT, Role.LINK, Role.DEVICE, Role.SYSTEM)
_ENDED = {
    What.CAME_IN: ("Signed in", "ok"),
    What.TURNED_AWAY: ("Not let in", "caution"),
    What.HELD_UP: ("Held up after too many tries", "stop"),
    What.LOCKED: ("Locked, left idle", "plain"),
    What.WENT_OUT: ("Signed out", "plain"),
}
_KINDS = {"link": "Somebody by a link", "device": "A bedside monitor", "system": "Afterglow itself"}


@dataclass(frozen=True)
class Deed:
    """One row of the trail as a page shows it."""

    at: datetime
    who: str
    what: str
    number: int = 0


@dataclass(frozen=True)
class Try:
    """One try to sign in, or the end of a session, as a page shows it."""

    at: datetime
    who: str
    what: str
    look: str
    how: str


@page(Permission.SEE_PROTOCOL)
def roles(request: ClinicRequest) -> HttpResponseBase:
    """The table of roles: for each permission, who has it. Nothing else grants anything."""
    columns = [role for role in Role if role in STAFF_ROLES]
    rows = [(permission.value, [permission in GRANTED[role] for role in columns]) for permission in Permission]
    others = [(role.value, sorted(one.value for one in GRANTED[role])) for role in _OUTSIDE_STAFF]
    used = [(words, marks) for words, marks in rows if any(marks)]
    return render(request, "site/roles.html", {"columns": columns, "rows": used, "others": others})


@page(Permission.SEE_AUDIT)
def audit(request: ClinicRequest) -> HttpResponseBase:
    """The newest rows of the clinic's trail, of the log of who read about patients, and of who came in."""
    clinic_id = request.actor.clinic_id
    rows = list(AuditRow.objects.filter(clinic_id=clinic_id).order_by("-number")[:_NEWEST])
    entries = list(ReadEntry.objects.filter(clinic_id=clinic_id).order_by("-id")[:_NEWEST])
    tries = list(_sign_ins(clinic_id).order_by("-id")[:_NEWEST])
    names = _colleagues([*_accounts(rows), *_accounts(entries), *(one.account_id or 0 for one in tries)], clinic_id)
    context = {
        "head": ChainHead.objects.filter(clinic_id=clinic_id).first(),
        "changes": [Deed(row.at, _who(row, names), _verbs(row.verb), row.number) for row in rows],
        "reads": [Deed(entry.at, _who(entry, names), _read(entry)) for entry in entries],
        "sign_ins": [_try(one, names) for one in tries],
    }
    return render(request, "site/audit.html", context)


@page(Permission.SEE_AUDIT)
def verified(request: ClinicRequest) -> HttpResponseBase:
    """Walk the clinic's whole trail now, and say whether it holds."""
    return render(request, "site/verified.html", {"found": verify(request.actor.clinic_id)})


def _accounts(rows: Sequence[AuditRow] | Sequence[ReadEntry]) -> Iterator[int]:
    return (row.actor_id for row in rows if row.actor_kind == "account" and row.actor_id is not None)


def _colleagues(account_ids: Iterable[int], clinic_id: int) -> dict[int, str]:
    """The names of those who work here or did: the trail of a patient's own doings names no patient."""
    found = Account.objects.filter(pk__in=account_ids, memberships__clinic_id=clinic_id)
    return {account.pk: str(account) for account in found}


def _sign_ins(clinic_id: int) -> QuerySet[SignIn]:
    """Those of everybody who has or had a place here, and of addresses that nobody has."""
    places: list[QuerySet[Any]] = [Membership.objects.filter(clinic_id=clinic_id), *accounts_of_patients(clinic_id)]
    theirs = Q(account_id=None)
    for rows in places:
        theirs |= Q(account_id__in=rows.values("account_id"))
    return SignIn.objects.filter(theirs)


def _try(one: SignIn, names: dict[int, str]) -> Try:
    unknown = f"An address nobody here has ({one.mark[:6]})" if one.mark else "Somebody unknown"
    who = unknown if one.account_id is None else names.get(one.account_id, "A patient or their helper")
    words, look = _ENDED[What(one.what)]
    return Try(one.at, who, words, look, one.how)


def _who(row: AuditRow | ReadEntry, names: dict[int, str]) -> str:
    if row.actor_kind == "account":
        return names.get(row.actor_id or 0, "A patient or their helper")
    return _KINDS.get(row.actor_kind, row.actor_kind)


def _verbs(verbs: str) -> str:
    """``people.patient_registered`` as ``patient registered (people)``."""
    return "; ".join(_words(*verb.partition(".")[::2]) for verb in verbs.split())


def _read(entry: ReadEntry) -> str:
    many = entry.patient_ids.count(",") + 1
    page_words = _words(*entry.page.partition(":")[::2])
    return f"{page_words}, about {many} patients" if many > 1 else page_words


def _words(room: str, what: str) -> str:
    said = what.replace("_", " ").replace("-", " ")
    return f"{said[:1].upper()}{said[1:]} ({room})" if said else room
