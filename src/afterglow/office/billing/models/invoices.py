"""Bills: what was asked of whom, exactly as it was printed."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import Entry
from afterglow.office.billing.models.charges import PAYERS, Charge
from afterglow.office.billing.models.owners import OnAccount, of_one_owner


class Invoice(OnAccount, Entry):
    """One numbered bill to one payer for one account. It never changes: the statement says what was paid of it."""

    number = models.PositiveIntegerField()
    payer = models.CharField(max_length=12, choices=PAYERS)
    due_on = models.DateField()
    pence = models.PositiveIntegerField()
    vat_pence = models.PositiveIntegerField(default=0)
    content = models.JSONField()
    """Every word on it."""

    class Meta:
        constraints = [
            of_one_owner("an_invoice_on_one_account"),
            models.UniqueConstraint(fields=["clinic", "number"], name="invoice_number"),
        ]
        indexes = [models.Index(fields=["clinic", "patient"], name="invoice_of_patient")]

    def __str__(self) -> str:
        return f"invoice {self.number}"


class InvoiceLine(Entry):
    """A charge as it stands on an invoice: on one, and no other."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "charge"], name="a_charge_is_invoiced_once")]

    def __str__(self) -> str:
        return f"{self.charge_id} on {self.invoice_id}"
