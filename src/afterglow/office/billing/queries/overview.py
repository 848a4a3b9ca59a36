"""All accounts of a clinic at a glance, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterglow.ground.kernel.money import Money
from afterglow.office.billing.models.payments import FAILED, Refund
from afterglow.office.billing.queries.books import Books, books_of_clinic
from afterglow.record.people.models import Patient
from afterglow.record.people.rules import folded


@dataclass(frozen=True)
class Listed:
    """One account with whose it is."""

    patient: Patient
    books: Books


def listed_accounts(clinic_id: int, *, words: str = "", most: int = 200) -> Sequence[Listed]:
    """Every account with a movement whose patient's names hold each word typed: the largest debt first."""
    typed = folded(words).split()[:6]
    rows = Patient.objects.filter(clinic_id=clinic_id)
    for word in typed:
        rows = rows.filter(sought_as__contains=word)
    patients = {patient.pk: patient for patient in rows}
    found = [
        Listed(patients[books.patient_id], books)
        for books in books_of_clinic(clinic_id)
        if books.patient_id in patients
    ]
    return sorted(found, key=lambda one: (-one.books.owed.pence, one.patient.family_name))[:most]


def sums_of(listed: Sequence[Listed]) -> tuple[Money, Money]:
    """What these accounts owe in all, and what is owed back to them."""
    owed = sum((one.books.owed for one in listed), start=Money(0))
    return owed, sum((one.books.owed_back for one in listed), start=Money(0))


def failed_refunds(clinic_id: int) -> Sequence[Refund]:
    """Refunds that did not arrive and were not paid back in another way since."""
    rows = Refund.objects.filter(clinic_id=clinic_id, state=FAILED).select_related("payment__patient")
    books = {(one.patient_id, one.payer): one for one in books_of_clinic(clinic_id)} if rows else {}
    return [
        one
        for one in rows.order_by("pk")
        if books[one.payment.patient_id, one.payment.payer].left_of(one.payment).pence > 0
    ]
