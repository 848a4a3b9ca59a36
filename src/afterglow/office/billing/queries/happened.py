"""What happened and was not charged yet: doses, months of oral treatment, consultations, places, dates of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from afterglow.care.course.models import GIVEN, Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.places import Place
from afterglow.care.groups.queries.events import sign_ups_with_fee
from afterglow.care.groups.queries.paying import owed_places
from afterglow.care.groups.queries.terms import group_of, name_of, vat_of
from afterglow.care.groups.queries.terms import protocol_of as protocol_of_meeting
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.office.billing.models.charges import CONSULTATION, EVENT, MONTH, PLACE, TREATMENT, Charge
from afterglow.office.billing.models.owners import Owner
from afterglow.office.billing.rules.charging import Priced, consultation_price, dose_price, month_price
from afterglow.record.diary.models import CONSULTATION as FIRST_CONSULTATION
from afterglow.record.diary.models import Appointment

_LOOKS_BACK: Final = timedelta(days=400)
"""How far back events are looked for: a clinic that stood still longer has other worries (default)."""


@dataclass(frozen=True)
class Happened:
    """An event to be charged."""

    owner: Owner
    kind: str
    of: str
    day: date
    version: date
    priced: Priced
    about: str = ""
    own: bool = False
    """Whoever pays for the treatment: this is the patient's, who paid before it was theirs."""


def uncharged(now: datetime) -> Iterator[Happened]:
    """Everything that happened by now and has no charge yet; a dose without a price is left to a person."""
    doses = list(_doses(now))
    yield from (found for found in map(of_treatment, doses) if found is not None)
    yield from _months(doses)
    for clinic in Clinic.objects.order_by("pk"):
        yield from _consultations(clinic, now)
    for clinic_id in _clinics_with_fees():
        yield from map(of_place, _places(clinic_id, now))
    for clinic_id in _clinics_with_paid_events():
        charged = Charge.objects.filter(clinic_id=clinic_id, kind=EVENT)
        found = sign_ups_with_fee(clinic_id=clinic_id).filter(owed_pence__gt=0, signed_up_at__gte=now - _LOOKS_BACK)
        yield from map(of_sign_up, found.exclude(ref__in=charged.values("of")))


def unpriced(clinic_id: int, *, now: datetime) -> tuple[Treatment, ...]:
    """Doses that were given and for which the clinic has no price: a person decides."""
    return tuple(one for one in _doses(now).filter(clinic_id=clinic_id) if _price(one) == "unknown")


def of_treatment(treatment: Treatment) -> Happened | None:
    """The charge for a dose that was given; None where none is due, or its price is not known."""
    priced = _price(treatment)
    if priced is None or isinstance(priced, str):
        return None
    protocol = protocol_of(treatment.course)
    return Happened(treatment.patient, TREATMENT, treatment.ref, _given_on(treatment), protocol.version, priced)


def of_place(place: Place) -> Happened:
    """The charge for a place that is owed."""
    meeting = place.meeting
    words = f"Place in a group, {meeting.day.day} {meeting.day:%B %Y}"
    priced = Priced(words, Money(place.owed_pence, place.currency))
    day = meeting.day
    fee = group_of(meeting).fee
    own = fee is not None and fee.pay_by == "card-online"
    return Happened(place.patient, PLACE, place.ref, day, meeting.protocol_version, priced, place.together, own)


def of_sign_up(sign_up: SignUp) -> Happened:
    """The charge for a date of an event that somebody signed up for (F37)."""
    meeting = sign_up.meeting
    words = f"{name_of(meeting.series, protocol_of_meeting(meeting))}, {meeting.day.day} {meeting.day:%B %Y}"
    priced = Priced(words, Money(sign_up.owed_pence, meeting.currency), vat_of(meeting))
    return Happened(sign_up, EVENT, sign_up.ref, meeting.day, meeting.protocol_version, priced, sign_up.ref)


def _doses(now: datetime) -> QuerySet[Treatment]:
    rows: QuerySet[Treatment] = Treatment.objects.filter(
        state=GIVEN, given_at__gte=now - _LOOKS_BACK, given_at__lte=now
    )
    rows = rows.exclude(ref__in=Charge.objects.filter(kind=TREATMENT).values("of"))
    return rows.select_related("course__episode__patient").order_by("given_at", "pk")


def _months(doses: Sequence[Treatment]) -> Iterator[Happened]:
    charged = set(Charge.objects.filter(kind=MONTH).values_list("of", flat=True)) if doses else set[str]()
    for treatment in doses:
        protocol = protocol_of(treatment.course)
        priced = month_price(protocol.fees, treatment.code)
        day = _given_on(treatment)
        of = f"{treatment.course.ref}:{day:%Y-%m}"
        if priced is not None and of not in charged:
            charged.add(of)
            worded = Priced(f"{priced.words}, {day:%B %Y}", priced.amount, priced.vat_percent)
            yield Happened(treatment.patient, MONTH, of, day, protocol.version, worded)


def _clinics_with_fees() -> Sequence[int]:
    rows = Place.objects.filter(owed_pence__gt=0).order_by("clinic_id")
    return list(rows.values_list("clinic_id", flat=True).distinct())


def _clinics_with_paid_events() -> Sequence[int]:
    rows = SignUp.objects.filter(owed_pence__gt=0).order_by("clinic_id")
    return list(rows.values_list("clinic_id", flat=True).distinct())


def _consultations(clinic: Clinic, now: datetime) -> Iterator[Happened]:
    protocol = protocol_in_force(clinic, now)
    priced = consultation_price(protocol.fees)
    if priced is None:
        return
    rows = Appointment.objects.filter(
        clinic=clinic, kind=FIRST_CONSULTATION, attended_at__gte=now - _LOOKS_BACK, attended_at__lte=now
    )
    charged = Charge.objects.filter(clinic=clinic, kind=CONSULTATION)
    for row in rows.exclude(ref__in=charged.values("of")).select_related("patient").order_by("pk"):
        day = local_day(row.attended_at or row.starts_at, protocol.zone)
        yield Happened(row.patient, CONSULTATION, row.ref, day, protocol.version, priced)


def _places(clinic_id: int, now: datetime) -> QuerySet[Place]:
    charged = Charge.objects.filter(clinic_id=clinic_id, kind=PLACE)
    rows = owed_places(clinic_id=clinic_id, since=now - _LOOKS_BACK)
    return rows.filter(owed_pence__gt=0).exclude(ref__in=charged.values("of"))


def _price(treatment: Treatment) -> Priced | str | None:
    fees = protocol_of(treatment.course).fees
    try:
        return dose_price(fees, treatment.code, Dose(treatment.given_micrograms or 0))
    except KeyError:
        return "unknown"


def _given_on(treatment: Treatment) -> date:
    assert treatment.given_at is not None
    return local_day(treatment.given_at, protocol_of(treatment.course).zone)
