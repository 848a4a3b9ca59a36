"""Credit notes: what is taken off an invoice, exactly as it was printed."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import Entry
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.models.charges import PAYERS, Relief
from afterglow.office.billing.models.invoices import Invoice
from afterglow.office.billing.models.owners import OnAccount, of_one_owner


class CreditNote(OnAccount, Entry):
    """One numbered paper that takes back a part of one invoice, because so much of a charge on it was let off."""

    number = models.PositiveIntegerField()
    payer = models.CharField(max_length=12, choices=PAYERS)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+")
    relief = models.ForeignKey(Relief, on_delete=models.PROTECT, related_name="+")
    pence = models.PositiveIntegerField()
    """What is credited, value added tax included."""
    vat_pence = models.PositiveIntegerField(default=0)
    content = models.JSONField()
    """Every word on it."""

    class Meta:
        constraints = [
            of_one_owner("a_credit_note_on_one_account"),
            models.UniqueConstraint(fields=["clinic", "number"], name="credit_note_number"),
            models.UniqueConstraint(fields=["clinic", "relief"], name="a_relief_is_credited_once"),
            models.CheckConstraint(condition=models.Q(pence__gt=0), name="a_credit_is_more_than_nothing"),
            models.CheckConstraint(condition=models.Q(vat_pence__lte=models.F("pence")), name="vat_within_the_credit"),
        ]
        indexes = [models.Index(fields=["clinic", "patient"], name="credit_note_of_patient")]

    @property
    def amount(self) -> Money:
        """What is credited."""
        return Money(self.pence, self.relief.charge.currency)

    def __str__(self) -> str:
        return f"credit note {self.number}"
