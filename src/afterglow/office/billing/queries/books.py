"""The books: charges, reliefs, payments and refunds of one account or of the whole clinic, shared out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from afterglow.care.groups.models.events import SignUp
from afterglow.ground.access.models import ClinicRecord
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.vat import vat_within
from afterglow.office.billing.models.charges import GIVEN_BACK, SELF_PAY, WAIVED, WRITTEN_OFF, Charge, Relief
from afterglow.office.billing.models.credits import CreditNote
from afterglow.office.billing.models.invoices import Invoice, InvoiceLine
from afterglow.office.billing.models.owners import Owner, owned_by
from afterglow.office.billing.models.payments import FAILED, PAID, Payment, Refund
from afterglow.office.billing.queries.moved import words_now
from afterglow.office.billing.rules.month_end import Totals
from afterglow.office.billing.rules.settling import Due, Received, Settled, settle
from afterglow.record.people.models import Patient


@dataclass(frozen=True)
class Books:
    """One account: one owner and one payer, oldest first."""

    owner: tuple[int | None, int | None]
    """The number of the patient, or of the sign-up."""
    payer: str
    charges: tuple[Charge, ...] = ()
    payments: tuple[Payment, ...] = ()
    reliefs: Mapping[int, Sequence[Relief]] = field(default_factory=dict)
    """By the charge they belong to."""
    refunds: Mapping[int, Sequence[Refund]] = field(default_factory=dict)
    """By the payment they belong to."""
    invoices: Sequence[Invoice] = ()
    credit_notes: Sequence[CreditNote] = ()
    billed: frozenset[int] = frozenset()
    """The charges that stand on an invoice."""
    currency: str = "GBP"

    @cached_property
    def settled(self) -> Settled:
        """Who pays for what."""
        dues = [Due(one.pk, self.due_of(one), one.about) for one in self.charges]
        receipts = [Received(one.pk, one.pence - self.refunded_of(one), one.about) for one in self.payments]
        return settle(dues, receipts)

    @cached_property
    def words(self) -> Mapping[int, str]:
        """What each charge is for as things stand now, by its number: asked for where it is shown."""
        return words_now(self.charges)

    def due_of(self, charge: Charge) -> int:
        """What of a charge was not let off."""
        return charge.pence - sum(one.pence for one in self.reliefs_of(charge))

    def to_invoice(self, charge: Charge) -> int:
        """What of a charge an invoice asks for: what is waived and given back is not, what is written off is."""
        return charge.pence - self._given_back(charge)

    def refunded_of(self, payment: Payment) -> int:
        """What of a payment went back, or is on its way."""
        return sum(one.pence for one in self.refunds_of(payment))

    def reliefs_of(self, charge: Charge) -> Sequence[Relief]:
        """What was let off of a charge."""
        return self.reliefs.get(charge.pk, ())

    def refunds_of(self, payment: Payment) -> Sequence[Refund]:
        """What went back of a payment."""
        return self.refunds.get(payment.pk, ())

    def owed_of(self, charge: Charge) -> Money:
        """What is still owed of a charge."""
        return Money(self.settled.owed[charge.pk], self.currency)

    def left_of(self, payment: Payment) -> Money:
        """What of a payment pays for nothing: owed back."""
        return Money(self.settled.left[payment.pk], self.currency)

    @property
    def owed(self) -> Money:
        """What is still owed in all."""
        return Money(self.settled.owed_in_all, self.currency)

    @property
    def owed_back(self) -> Money:
        """What of the payments pays for nothing yet."""
        return Money(self.settled.left_in_all, self.currency)

    @property
    def totals(self) -> Totals:
        """The account's part of the month's end."""
        return Totals(
            money_in=sum(one.pence for one in self.payments),
            kept=sum(self.due_of(one) for one in self.charges) - self.settled.owed_in_all,
            refunded=sum(self.refunded_of(one) for one in self.payments),
            owed_back=self.settled.left_in_all,
            charged=sum(one.pence for one in self.charges),
            vat=sum(one.vat_pence for one in self.charges),
            vat_given_back=sum(one.vat_pence - self._vat_to_invoice(one) for one in self.charges),
            waived=self._let_off(WAIVED),
            written_off=self._let_off(WRITTEN_OFF),
            given_back=self._let_off(GIVEN_BACK),
            unpaid=self.settled.owed_in_all,
            invoiced=sum(one.pence for one in self.invoices),
            vat_invoiced=sum(one.vat_pence for one in self.invoices),
            credited=sum(one.pence for one in self.credit_notes),
            vat_credited=sum(one.vat_pence for one in self.credit_notes),
            not_invoiced=sum(self.to_invoice(one) for one in self._on_no_invoice),
            vat_not_invoiced=sum(self._vat_to_invoice(one) for one in self._on_no_invoice),
        )

    @property
    def _on_no_invoice(self) -> Sequence[Charge]:
        return [one for one in self.charges if one.pk not in self.billed]

    def _vat_to_invoice(self, charge: Charge) -> int:
        return vat_within(self.to_invoice(charge), charge.vat_percent)

    def _given_back(self, charge: Charge) -> int:
        return sum(relief.pence for relief in self.reliefs_of(charge) if relief.kind != WRITTEN_OFF)

    def _let_off(self, kind: str) -> int:
        reliefs = (relief for charge in self.charges for relief in self.reliefs_of(charge))
        return sum(relief.pence for relief in reliefs if relief.kind == kind)


def books_of(owner: Owner, payer: str) -> Books:
    """One account as it stands now."""
    found = {books.payer: books for books in _books(owner.clinic_id, owner)}
    return found.get(payer, Books(key_of(owner), payer))


def accounts_of(patient: Patient) -> Sequence[Books]:
    """Every account of a patient that has a movement: their own first."""
    return sorted(_books(patient.clinic_id, patient), key=lambda books: books.payer != SELF_PAY)


def books_of_clinic(clinic_id: int, *, until: datetime | None = None) -> Sequence[Books]:
    """Every account of a clinic, with what was written down before a moment."""
    return list(_books(clinic_id, until=until))


def totals_until(clinic_id: int, until: datetime) -> Totals:
    """The whole clinic's totals at a moment."""
    return sum((books.totals for books in books_of_clinic(clinic_id, until=until)), start=Totals())


def key_of(owner: Owner) -> tuple[int | None, int | None]:
    """What tells one owner from another."""
    return (None, owner.pk) if isinstance(owner, SignUp) else (owner.pk, None)


def _books(clinic_id: int, owner: Owner | None = None, until: datetime | None = None) -> Iterator[Books]:
    charges = _grouped(_rows(Charge, clinic_id, owner, "written_at", until).order_by("day", "pk"), _account)
    paid = _rows(Payment, clinic_id, owner, "paid_at", until).filter(state=PAID)
    payments = _grouped(paid.select_related("patient", "sign_up").order_by("paid_at", "pk"), _account)
    reliefs = _grouped(
        _rows(Relief, clinic_id, owner, "written_at", until, through="charge__"), lambda one: one.charge_id
    )
    back = _rows(Refund, clinic_id, owner, "asked_at", until, through="payment__")
    came_back = Q(state=FAILED, ended_at__lt=until) if until else Q(state=FAILED)
    refunds = _grouped(back.exclude(came_back).order_by("pk"), lambda one: one.payment_id)
    invoices = _grouped(_rows(Invoice, clinic_id, owner, "written_at", until), _account)
    credit_notes = _grouped(_rows(CreditNote, clinic_id, owner, "written_at", until), _account)
    lines = _rows(InvoiceLine, clinic_id, owner, "written_at", until, through="invoice__")
    billed = frozenset(lines.values_list("charge_id", flat=True))
    for key in {**charges, **payments}:
        yield Books(
            key[0],
            key[1],
            tuple(charges.get(key, ())),
            tuple(payments.get(key, ())),
            reliefs,
            refunds,
            invoices.get(key, ()),
            credit_notes.get(key, ()),
            billed,
        )


def _rows(
    kind: type[ClinicRecord],
    clinic_id: int,
    owner: Owner | None,
    when: str,
    until: datetime | None,
    *,
    through: str = "",
) -> QuerySet[Any]:
    rows: QuerySet[Any] = kind.objects.filter(clinic_id=clinic_id)
    if owner is not None:
        rows = rows.filter(**owned_by(owner, through))
    return rows.filter(**{f"{when}__lt": until}) if until is not None else rows


def _account(one: Charge | Payment | Invoice | CreditNote) -> tuple[tuple[int | None, int | None], str]:
    return (one.patient_id, one.sign_up_id), one.payer


def _grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
