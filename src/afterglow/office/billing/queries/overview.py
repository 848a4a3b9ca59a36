"""All accounts of a clinic at a glance, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from afterglow.care.groups.queries.events import sign_ups_with_fee
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.models.owners import Owner
from afterglow.office.billing.models.payments import FAILED, ONLINE, Payment, Refund
from afterglow.office.billing.queries.books import Books, books_of_clinic, key_of
from afterglow.record.people.models import Patient
from afterglow.record.people.rules import folded


@dataclass(frozen=True)
class Listed:
    """One account with whose it is."""

    owner: Owner
    books: Books


def listed_accounts(clinic_id: int, *, words: str = "", most: int = 200) -> Sequence[Listed]:
    """Every account with a movement whose owner's names hold each word typed: the largest debt first."""
    typed = folded(words).split()[:6]
    rows = Patient.objects.filter(clinic_id=clinic_id)
    sign_ups = sign_ups_with_fee(clinic_id=clinic_id)
    for word in typed:
        rows = rows.filter(sought_as__contains=word)
        sign_ups = sign_ups.filter(Q(name__icontains=word) | Q(invoice_to__icontains=word))
    found_owners: list[Owner] = [*rows, *sign_ups]
    owners = {key_of(one): one for one in found_owners}
    found = [Listed(owners[books.owner], books) for books in books_of_clinic(clinic_id) if books.owner in owners]
    return sorted(found, key=lambda one: (-one.books.owed.pence, _sorted_as(one.owner)))[:most]


def sums_of(listed: Sequence[Listed]) -> tuple[Money, Money]:
    """What these accounts owe in all, and what is owed back to them."""
    owed = sum((one.books.owed for one in listed), start=Money(0))
    return owed, sum((one.books.owed_back for one in listed), start=Money(0))


def failed_refunds(clinic_id: int) -> Sequence[Refund]:
    """Refunds that did not arrive and were not paid back in another way since."""
    rows = Refund.objects.filter(clinic_id=clinic_id, state=FAILED).select_related(
        "payment__patient", "payment__sign_up"
    )
    books = {(one.owner, one.payer): one for one in books_of_clinic(clinic_id)} if rows else {}
    return [
        one
        for one in rows.order_by("pk")
        if books[key_of(one.payment.owner), one.payment.payer].left_of(one.payment).pence > 0
    ]


def to_pay_back(clinic_id: int) -> Sequence[tuple[Payment, Money]]:
    """What pays for nothing and does not go back by itself, with how much: the oldest first.

    It came by hand, or for nothing in particular: a person gives it back, or keeps it for what comes. Not where a
    refund of it has failed: that waits in its own words.
    """
    known = {one.payment_id for one in failed_refunds(clinic_id)}
    found = [(one, books.left_of(one)) for books in books_of_clinic(clinic_id) for one in books.payments]
    rows = [(one, left) for one, left in found if left.pence and one.pk not in known and not _goes_back_alone(one)]
    return sorted(rows, key=lambda row: (row[0].begun_at, row[0].pk))


def _goes_back_alone(payment: Payment) -> bool:
    return payment.way == ONLINE and bool(payment.about)


def _sorted_as(owner: Owner) -> str:
    return owner.family_name if isinstance(owner, Patient) else owner.name
