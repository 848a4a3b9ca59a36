"""Dates of professional events that are open, and who signed up for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404

from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.series import PROFESSIONALS, Meeting
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.period import local_day
from afterglow.record.contact.queries import token_hash


def open_dates(clinic_id: int, *, now: datetime, most: int = 12) -> Sequence[Meeting]:
    """The dates of events that anybody may sign up for, soonest first."""
    rows = Meeting.objects.filter(
        clinic_id=clinic_id, series__audience=PROFESSIONALS, cancelled_at=None, starts_at__gt=now
    )
    return list(rows.select_related("series__clinic").order_by("starts_at", "pk")[:most])


def sign_ups_of(meeting: Meeting) -> Sequence[SignUp]:
    """Who comes to a date, in the order in which they signed up."""
    rows = SignUp.objects.filter(meeting=meeting, ended_at=None, erased_at=None).select_related(
        "meeting__series__clinic"
    )
    return list(rows.order_by("signed_up_at", "pk"))


def outdated_sign_ups(now: datetime) -> Sequence[SignUp]:
    """Sign-ups whose names are to be erased by now, where their own clinic's day has come."""
    days = {clinic.pk: local_day(now, ZoneInfo(clinic.time_zone)) for clinic in Clinic.objects.all()}
    rows = SignUp.objects.filter(erased_at=None)
    return [one for pk, day in days.items() for one in rows.filter(clinic_id=pk, keep_until__lte=day).order_by("pk")]


def letters_key(one: SignUp) -> str:
    """What the key of every message to somebody who signed up begins with: they are erased with the name."""
    return f"event:{one.ref}"


def sign_ups_with_fee(*, clinic_id: int) -> QuerySet[SignUp]:
    """Everybody who ever signed up for a date with a fee; ``owed_pence`` is what is owed for it now.

    Whoever said no in time, or whose date was called off, owes 0: what was paid for it is to be given back.
    """
    rows: QuerySet[SignUp] = SignUp.objects.filter(clinic_id=clinic_id, meeting__fee_pence__gt=0)
    return rows.select_related("clinic", "meeting__series__clinic").order_by("signed_up_at", "pk")


def access_sign_up_by_ref(*, by: Actor, ref: str) -> SignUp:
    """One sign-up, for whoever manages money or arranges events. Raises Http404."""
    may = by.may(Permission.MANAGE_MONEY) or by.may(Permission.ARRANGE_GROUPS)
    found: SignUp | None = sign_ups_with_fee(clinic_id=by.clinic_id).filter(ref=ref).first() if may else None
    if found is None:
        raise Http404
    return found


def access_sign_up(*, token: str) -> SignUp:
    """The sign-up whose letter holds this token. Raises Http404."""
    rows = SignUp.objects.filter(token_sha256=token_hash(token)).select_related("clinic", "meeting__series__clinic")
    found: SignUp | None = rows.first()
    if found is None:
        raise Http404
    return found
