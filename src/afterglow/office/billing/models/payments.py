"""Money that comes in and goes back, and what the card service sent about it."""

from __future__ import annotations

from django.db import models

from afterglow.ground.access.models import ClinicRecord, Entry
from afterglow.office.billing.models.charges import PAYERS
from afterglow.office.billing.models.owners import OnAccount, of_one_owner

ONLINE, PHONE, TRANSFER, CASH, CHEQUE, LINK = "online", "phone", "transfer", "cash", "cheque", "link"
BEGUN, OPEN, PAID, NOT_PAID = "begun", "open", "paid", "not paid"
ASKED, SENT, DONE, FAILED = "asked", "sent", "done", "failed"

UNFINISHED = (BEGUN, OPEN)
ON_THE_WAY = (ASKED, SENT)


class Payment(OnAccount, ClinicRecord):
    """Money from one payer for one account: one try to pay by card online, or what was received in another way.

    Of a try online, only what the card service answers when asked by its id is believed.
    """

    WAYS = (
        (ONLINE, "By card, online"),
        (PHONE, "By card, over the phone"),
        (TRANSFER, "Bank transfer"),
        (CASH, "Cash"),
        (CHEQUE, "Cheque"),
        (LINK, "Payment link"),
    )
    STATES = (
        (BEGUN, "begun: the card service has not answered yet"),
        (OPEN, "waits for the payer"),
        (PAID, "paid"),
        (NOT_PAID, "not paid"),
    )

    payer = models.CharField(max_length=12, choices=PAYERS)
    way = models.CharField(max_length=10, choices=WAYS)
    pence = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="GBP")
    about = models.CharField(max_length=40, blank=True)
    """Places taken together, or a date of an event, where it is for nothing else; empty for what is owed in all."""
    reference = models.CharField(max_length=100)
    """Ours for a try online, unique to it; the payer's own words for anything else."""
    state = models.CharField(max_length=10, choices=STATES)
    begun_at = models.DateTimeField()
    service_id = models.CharField(max_length=40, blank=True)
    """The card service's id of it."""
    next_url = models.CharField(max_length=2000, blank=True)
    """Where the payer goes on, while it is open."""
    paid_at = models.DateTimeField(null=True)
    """When the clinic knew of it."""
    ended_because = models.CharField(max_length=100, blank=True)
    receipt = models.PositiveIntegerField(null=True)
    """The number of its receipt."""
    taken_by = models.CharField(max_length=200, blank=True)
    """Who wrote it down, for what was not paid online."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "reference"], condition=models.Q(way=ONLINE), name="one_payment_for_a_reference"
            ),
            models.UniqueConstraint(
                fields=["clinic", "service_id"], condition=~models.Q(service_id=""), name="one_payment_for_a_service_id"
            ),
            models.UniqueConstraint(
                fields=["clinic", "patient", "about"],
                condition=models.Q(state__in=UNFINISHED),
                name="one_unfinished_payment_for_one_thing",
            ),
            models.UniqueConstraint(
                fields=["clinic", "sign_up"],
                condition=models.Q(state__in=UNFINISHED),
                name="one_unfinished_payment_for_one_sign_up",
            ),
            of_one_owner("a_payment_on_one_account"),
            models.UniqueConstraint(fields=["clinic", "receipt"], name="receipt_number"),
            models.CheckConstraint(
                condition=models.Q(state=PAID, paid_at__isnull=False, receipt__isnull=False)
                | (~models.Q(state=PAID) & models.Q(paid_at__isnull=True, receipt__isnull=True)),
                name="paid_means_when_and_receipt",
            ),
            models.CheckConstraint(condition=models.Q(pence__gt=0), name="a_payment_is_more_than_nothing"),
        ]
        indexes = [
            models.Index(fields=["state", "begun_at"], name="payment_by_state"),
            models.Index(fields=["clinic", "patient"], name="payment_of_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.pence} {self.state}"


class Refund(ClinicRecord):
    """Money of one payment that goes back: through the card service where it came from there, else by hand."""

    STATES = (
        (ASKED, "to be sent"),
        (SENT, "on its way to the card"),
        (DONE, "paid back"),
        (FAILED, "did not arrive: pay it back in another way"),
    )

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    pence = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=STATES)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    available = models.PositiveIntegerField(null=True)
    """What could be paid back when this was first sent, in pence: sent along, so that it is done once."""
    service_id = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "service_id"], condition=~models.Q(service_id=""), name="one_refund_for_a_service_id"
            ),
            models.CheckConstraint(condition=models.Q(pence__gt=0), name="a_refund_is_more_than_nothing"),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="refund_by_state")]

    def __str__(self) -> str:
        return f"{self.pence} back: {self.state}"


class PaymentNotice(Entry):
    """A genuine notice of the card service about a payment: a hint to ask, kept once however often it came."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=64)
    event = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "message_id"], name="one_row_for_each_notice")]

    def __str__(self) -> str:
        return self.event
