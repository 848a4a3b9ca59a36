"""Reading payments and refunds. ``access_payment`` is the only way to one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import Http404

from afterglow.care.course.queries import given_to
from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.places import TAKING, Place
from afterglow.care.groups.queries.paying import price_of
from afterglow.care.groups.rules import joining
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.models.charges import SELF_PAY, Charge, Relief
from afterglow.office.billing.models.owners import Owner, owned_by
from afterglow.office.billing.models.payments import (
    ASKED,
    FAILED,
    ON_THE_WAY,
    ONLINE,
    PAID,
    SENT,
    UNFINISHED,
    Payment,
    PaymentNotice,
    Refund,
)
from afterglow.office.billing.queries.books import books_of
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id

_NOON: Final = time(12)
"""From this hour of the day after a dose a patient is asked to pay again (default)."""

_HEEDED_FOR: Final = timedelta(minutes=10)
"""How long after a notice its payment is asked about at every tick."""


def access_payment(*, by: Actor, ref: str) -> Payment:
    """One payment, for the patient who pays it or for whoever manages money. Raises Http404."""
    payment = _payments(by.clinic_id).filter(ref=ref).first()
    if payment is None or not _may_see(by, payment.patient_id):
        raise Http404
    if payment.patient_id is not None:
        access_patient_by_id(by=by, patient_id=payment.patient_id)
    return payment


def access_place_at_the_till(*, by: Actor, ref: str) -> Place:
    """A place that a patient pays in another way than online, for whoever manages money. Raises Http404."""
    rows = Place.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("meeting__series__clinic", "patient")
    found: Place | None = rows.first()
    if found is None or not by.may(Permission.MANAGE_MONEY):
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def payments_of(owner: Owner) -> Sequence[Payment]:
    """Every payment and every try of an account's owner, newest first."""
    rows = _payments(owner.clinic_id).filter(**owned_by(owner)).order_by("-begun_at", "-pk")
    return list(rows.prefetch_related("refunds"))


def unfinished_of(owner: Owner) -> Sequence[Payment]:
    """Tries that may still succeed, newest first."""
    return list(_payments(owner.clinic_id).filter(**owned_by(owner), state__in=UNFINISHED).order_by("-begun_at"))


def let_go(payment: Payment) -> bool:
    """Whether a payment that is not finished is for something that is not owed any longer: it is stopped."""
    if payment.sign_up_id is not None:
        return SignUp.objects.filter(pk=payment.sign_up_id, owed_pence=0).exists()
    return bool(payment.about) and not any(one.state in TAKING for one in places_of(payment))


def places_of(payment: Payment) -> Sequence[Place]:
    """The places a payment is for, read anew: the first in time first; none for a date of an event."""
    if payment.patient_id is None:
        return ()
    rows = Place.objects.filter(clinic_id=payment.clinic_id, together=payment.about, patient_id=payment.patient_id)
    return list(rows.select_related("meeting__series", "patient").order_by("meeting__starts_at"))


def to_pay_for(place: Place) -> Money:
    """What is still to be paid for a place and those taken together with it."""
    payments = books_of(place.patient, SELF_PAY).payments
    paid = [one for one in payments if one.about == place.together]
    net = sum(one.pence - sum(back.pence for back in _kept_back(one)) for one in paid)
    return price_of(place) - Money(net, place.currency)


def quiet_until(patient: Patient, now: datetime) -> datetime | None:
    """Until when nothing is asked of a patient because of a dose; None when they may be asked."""
    last = max((one.given_at for one in given_to(patient) if one.given_at), default=None)
    until = joining.quiet_until(last, _NOON, protocol_in_force(patient.clinic, now).zone)
    return until if until is not None and now < until else None


def to_look_at(now: datetime) -> Sequence[Payment]:
    """Payments about which the card service is asked: those not finished, and those a notice came for."""
    heard = PaymentNotice.objects.filter(written_at__gt=now - _HEEDED_FOR).values("payment_id")
    wanted = Q(state__in=UNFINISHED) | Q(pk__in=heard)
    rows = Payment.objects.filter(wanted, way=ONLINE).select_related("clinic", "patient", "sign_up")
    return list(rows.order_by("begun_at", "pk"))


def online_since(since: datetime) -> Sequence[Payment]:
    """Every try to pay online since a moment, finished or not, oldest first."""
    rows = Payment.objects.filter(way=ONLINE, begun_at__gte=since).select_related("clinic", "patient", "sign_up")
    return list(rows.order_by("begun_at", "pk"))


def refunds_to_move(*, most: int = 200) -> Sequence[Refund]:
    """Refunds to be sent or asked about: of each payment the oldest only, so that they go one after another."""
    rows = Refund.objects.filter(state__in=ON_THE_WAY, by_hand=False).select_related("payment__clinic")
    first: dict[int, Refund] = {}
    for refund in rows.order_by("pk")[:most]:
        known = first.get(refund.payment_id)
        if known is None or (known.state == SENT and refund.state == ASKED):
            first[refund.payment_id] = refund
    return list(first.values())


def paid_for_what_is_not_owed() -> Sequence[Payment]:
    """Payments online for one thing, of which something pays for nothing and may go back by itself."""
    refunds = Refund.objects.filter(payment=OuterRef("pk"))
    charges = Charge.objects.filter(clinic=OuterRef("clinic"), about=OuterRef("about"))
    reliefs = Relief.objects.filter(clinic=OuterRef("clinic"), charge__about=OuterRef("about"))
    used = _sum(refunds.exclude(state=FAILED), "payment") + _sum(charges, "about") - _sum(reliefs, "charge__about")
    found = (
        Payment.objects.filter(state=PAID, way=ONLINE)
        .exclude(about="")
        .annotate(left=F("pence") - used)
        .filter(left__gt=0)
    )
    a_person_is_asked = refunds.filter(state=FAILED, pence__lte=OuterRef("left"))
    return list(found.exclude(Exists(a_person_is_asked)).order_by("pk"))


def payment_at_service(*, clinic_id: int, service_id: str) -> Payment | None:
    """The payment with the card service's id."""
    found: Payment | None = Payment.objects.filter(clinic_id=clinic_id, service_id=service_id).first()
    return found if service_id else None


def _sum(rows: QuerySet[Any], by: str) -> Combinable:
    sums = rows.order_by().values(by).annotate(sum=Sum("pence")).values("sum")
    return Coalesce(Subquery(sums), 0)


def _kept_back(payment: Payment) -> Sequence[Refund]:
    return [one for one in payment.refunds.all() if one.state != FAILED]


def _may_see(by: Actor, patient_id: int | None) -> bool:
    own = patient_id is not None and by.may(Permission.SEE_OWN_RECORD) and by.patient_id == patient_id
    return own or by.may(Permission.MANAGE_MONEY)


def _payments(clinic_id: int) -> QuerySet[Payment]:
    rows: QuerySet[Payment] = Payment.objects.filter(clinic_id=clinic_id)
    return rows.select_related("patient", "sign_up", "clinic")
