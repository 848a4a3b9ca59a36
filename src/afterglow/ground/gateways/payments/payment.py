"""What is asked of the card-payment service, and what it says of a payment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

CREATED, STARTED, SUBMITTED, CAPTURABLE = "created", "started", "submitted", "capturable"
SUCCESS, FAILED, CANCELLED, ERROR = "success", "failed", "cancelled", "error"

EXPIRED_CODE = "P0020"
"""The failure code of a payment that nobody completed within its 90 minutes."""


class Unanswered(Exception):
    """Nobody answered, or they are busy: whether it was done is not known, so look before trying again."""


class Denied(Exception):
    """The service will not do it. ``code`` is its own, such as ``P0604``."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(f"{status} {code} {words}".strip())
        self.status, self.code = status, code


class NotSetUp(Exception):
    """This clinic has no account with a card-payment service."""


@dataclass(frozen=True)
class NewPayment:
    """A payment to be made. Neither ``reference`` nor ``description`` may say what anybody is treated for."""

    pence: int
    reference: str
    description: str
    return_url: str


@dataclass(frozen=True)
class CardPayment:
    """A payment as the service tells it, read by its id: the only truth about it.

    ``code`` is set where it failed; ``next_url`` leads the payer on while it is not finished.
    ``refundable`` and ``refunded`` are pence; what is refundable is 0 until it succeeded.
    """

    payment_id: str
    reference: str
    pence: int
    status: str
    finished: bool
    code: str = ""
    next_url: str = ""
    refundable: int = 0
    refunded: int = 0

    @property
    def succeeded(self) -> bool:
        """Whether the money is on its way to the clinic."""
        return self.status == SUCCESS


@dataclass(frozen=True)
class CardRefund:
    """A refund as the service tells it: ``submitted``, ``success`` or ``error``."""

    refund_id: str
    pence: int
    status: str


class CardPayments(Protocol):
    """A card-payment service. Every method raises Unanswered, or Denied."""

    def create(self, asked: NewPayment) -> CardPayment:
        """Make a payment. Never repeated blindly: find it by its reference first."""

    def get(self, payment_id: str) -> CardPayment:
        """One payment, as it is now."""

    def ids_with(self, reference: str) -> tuple[str, ...]:
        """The ids of payments with a reference. The search lags behind, and says nothing of how they stand."""

    def cancel(self, payment_id: str) -> None:
        """Stop a payment that is not finished; Denied with 409 when it is too late for that."""

    def refund(self, payment_id: str, *, pence: int, available: int) -> CardRefund:
        """Pay back. ``available`` is what was refundable when last looked: Denied with P0604 when it is no longer."""

    def refunds(self, payment_id: str) -> tuple[CardRefund, ...]:
        """Every refund of a payment."""
