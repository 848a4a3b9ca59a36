"""What is in stock: pages, places, lots, and who may witness."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import QuerySet, Sum

from afterglow.care.course.models import Treatment
from afterglow.care.pharmacy.models import Holding, Lot, LotStanding, Place, RegisterPage
from afterglow.care.pharmacy.queries.products import product_codes
from afterglow.care.pharmacy.rules.lots import LotFacts, lot_findings
from afterglow.ground.access.models import Account
from afterglow.ground.access.roles import GRANTED, Permission


def pages_of(clinic_id: int) -> Sequence[RegisterPage]:
    """Every page of the clinic's register, by drug and name."""
    return list(RegisterPage.objects.filter(clinic_id=clinic_id).order_by("drug", "name"))


def places_of(clinic_id: int) -> Sequence[Place]:
    """Where drugs are kept, by name."""
    return list(Place.objects.filter(clinic_id=clinic_id).order_by("name"))


def holdings_of(clinic_id: int) -> Sequence[Holding]:
    """Whatever is there, by page, place and last day."""
    rows = _held().filter(clinic_id=clinic_id)
    return list(rows.order_by("page__drug", "page__name", "place__name", "lot__expires_on", "pk"))


def holdings_on(page: RegisterPage) -> Sequence[Holding]:
    """Whatever is there of one page's product, soonest last day first."""
    return list(_held().filter(page=page).order_by("lot__expires_on", "place__name", "pk"))


def holdings_for(treatment: Treatment, today: date) -> Sequence[Holding]:
    """From what a dose of this treatment may be drawn today, soonest last day first."""
    rows = _held().filter(clinic_id=treatment.clinic_id, page__code__in=product_codes(treatment))
    found = rows.order_by("lot__expires_on", "place__name", "pk")
    return [one for one in found if not lot_findings(facts_of(one.lot), today)]


def units_in(page: RegisterPage, place: Place) -> int:
    """How many units of a page's product the book has in a place."""
    found = Holding.objects.filter(page=page, place=place).aggregate(units=Sum("units"))
    return int(found["units"] or 0)


def lots_expiring(until: date, *, clinic_ids: Collection[int]) -> Sequence[Lot]:
    """The lots still in stock that can be used until this day at the latest, soonest first."""
    rows = Lot.objects.filter(clinic_id__in=clinic_ids, expires_on__lte=until, holdings__units__gt=0)
    return list(rows.select_related("page").distinct().order_by("expires_on", "pk"))


def facts_of(lot: Lot) -> LotFacts:
    """A lot as the rules know it."""
    latest: LotStanding | None = LotStanding.objects.filter(lot=lot).order_by("-pk").first()
    because = latest.reason if latest is not None and latest.held_back else ""
    return LotFacts(lot.number, lot.expires_on, because)


def people_who_witness(clinic_id: int, *, besides: Collection[int | None]) -> Sequence[Account]:
    """The accounts of the clinic's staff who may witness an entry, ``besides`` those named, by name."""
    roles = [role.value for role, granted in GRANTED.items() if Permission.WITNESS in granted]
    rows = Account.objects.filter(
        memberships__clinic_id=clinic_id, memberships__role__in=roles, memberships__ended_at=None, is_active=True
    )
    return list(rows.exclude(pk__in=[one for one in besides if one is not None]).distinct().order_by("name", "pk"))


def _held() -> QuerySet[Holding]:
    rows: QuerySet[Holding] = Holding.objects.filter(units__gt=0).select_related("page", "lot", "place")
    return rows
