"""Refunds that whoever paid has not been told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from afterglow.care.groups.models.places import CALLED_OFF, CANCELLED, Place
from afterglow.care.groups.queries.inviting import told_of_its_end
from afterglow.office.billing.models.charges import PROFESSIONAL, SELF_PAY
from afterglow.office.billing.models.payments import FAILED, Refund
from afterglow.record.contact.queries import told_under

TOLD: Final = "refund:"
_NEWS_FOR: Final = timedelta(days=2)
"""A refund begun longer ago is no news (default)."""


def untold_refunds(now: datetime) -> Sequence[Refund]:
    """Refunds begun lately of which whoever paid does not know, oldest first.

    Not those of a place that was given back or called off: the message about the place has said it already.
    """
    rows = Refund.objects.filter(payment__payer__in=(SELF_PAY, PROFESSIONAL), asked_at__gt=now - _NEWS_FOR)
    rows = rows.exclude(state=FAILED)
    patient, sign_up = Q(payment__patient__isnull=False), Q(payment__sign_up__isnull=False)
    reached = patient & (~Q(payment__patient__email="") | ~Q(payment__patient__phone="")) | sign_up
    found = (
        rows.filter(reached)
        .exclude(told_under(Concat(Value(TOLD), OuterRef("ref"))))
        .exclude(told_under(_of_professional()))
        .exclude(Exists(_ended_and_told()))
    )
    return list(
        found.select_related("payment__clinic", "payment__patient__clinic", "payment__sign_up").order_by(
            "asked_at", "pk"
        )
    )


def _of_professional() -> Concat:
    """What ``told_professional`` makes, for each row of a query."""
    sign_up, refund = OuterRef("payment__sign_up__ref"), OuterRef("ref")
    return Concat(Value("event:"), sign_up, Value(f":{TOLD}"), refund)


def told_professional(sign_up_ref: str, refund_ref: str) -> str:
    """The key of a message to a professional: it begins as their other letters do, and is erased with them."""
    return f"event:{sign_up_ref}:{TOLD}{refund_ref}"


def _ended_and_told() -> QuerySet[Place]:
    about = Place.objects.filter(
        clinic=OuterRef("clinic"), patient=OuterRef("payment__patient"), together=OuterRef("payment__about")
    )
    rows: QuerySet[Place] = about.annotate(was_told_back=told_of_its_end())
    return rows.filter(Q(state=CALLED_OFF) | Q(state=CANCELLED, was_told_back=True))
