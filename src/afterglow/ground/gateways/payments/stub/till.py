"""How a payment of the stub lives: created, started on the payment page, paid or not, and expired after 90 minutes."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from afterglow.ground.gateways.payments.payment import (
    CANCELLED,
    CREATED,
    EXPIRED_CODE,
    FAILED,
    STARTED,
    SUCCESS,
    Denied,
    NewPayment,
)
from afterglow.ground.gateways.payments.stub.drawer import Drawer, KeptNotice, KeptPayment, KeptRefund
from afterglow.ground.gateways.payments.stub.showing import notice_body

LIVES: Final = timedelta(minutes=90)
"""How long a payment waits to be completed (its documentation)."""

SEARCH_LAG: Final = timedelta(seconds=30)
"""How long a new payment is not found by the search yet; the service says only that it lags."""

REFUND_TAKES: Final = timedelta(minutes=30)
"""After how long a refund has reached the card."""

REJECTED_CODE, GIVEN_UP_CODE, STOPPED_CODE = "P0010", "P0030", "P0040"
_UNFINISHED = (CREATED, STARTED)


class Till:
    """The stub's payments. ``clock`` tells its time, which need not be anybody else's."""

    def __init__(self, drawer: Drawer, clock: Callable[[], datetime], *, seed: int | None = None) -> None:
        self.drawer, self.clock = drawer, clock
        self._random = random.Random(seed)

    def create(self, asked: NewPayment, account: str) -> KeptPayment:
        """A new payment."""
        payment = KeptPayment(
            payment_id=self._id(),
            account=account,
            reference=asked.reference,
            description=asked.description,
            pence=asked.pence,
            return_url=asked.return_url,
            created_at=self.clock(),
            status=CREATED,
        )
        self.drawer.add(payment)
        return payment

    def get(self, payment_id: str, account: str | None = None) -> KeptPayment:
        """One payment as it is by now. Raises Denied with 404 for nobody's, and for another account's."""
        with self._changing(payment_id, account, "P0200") as payment:
            return payment

    def search(self, reference: str, account: str) -> list[KeptPayment]:
        """Payments with a reference; the newest are not found yet."""
        seen = self.clock() - SEARCH_LAG
        mine = (one for one in self.drawer.payments() if one.account == account and one.reference == reference)
        return [one for one in mine if one.created_at <= seen]

    def open_page(self, payment_id: str) -> KeptPayment:
        """Somebody came to the payment page."""
        with self._changing(payment_id) as payment:
            payment.status = STARTED if payment.status == CREATED else payment.status
            return payment

    def pay(self, payment_id: str) -> KeptPayment:
        """The card was good. Too late, or for a second time, it changes nothing."""
        return self._finish(payment_id, SUCCESS, "", ("card_payment_succeeded", "card_payment_captured"))

    def decline(self, payment_id: str) -> KeptPayment:
        """The card was refused."""
        return self._finish(payment_id, FAILED, REJECTED_CODE, ("card_payment_failed",))

    def give_up(self, payment_id: str) -> KeptPayment:
        """The payer chose to cancel."""
        return self._finish(payment_id, FAILED, GIVEN_UP_CODE, ("card_payment_failed",))

    def cancel(self, payment_id: str, account: str) -> None:
        """The clinic stops it. Raises Denied with 409 when it is finished."""
        with self._changing(payment_id, account, "P0500") as payment:
            if payment.status not in _UNFINISHED:
                raise Denied(409, "P0502", "Cancellation of payment failed")
            payment.status, payment.code = CANCELLED, STOPPED_CODE

    def refund(self, payment_id: str, account: str, *, pence: int, available: int) -> KeptRefund:
        """Pay back a part or all of it."""
        with self._changing(payment_id, account, "P0600") as payment:
            left = payment.pence - payment.refunded
            if payment.status != SUCCESS or left == 0:
                raise Denied(400, "P0603", "The payment is not available for refund")
            if available != left:
                raise Denied(412, "P0604", "Refund amount available mismatch.")
            if not 0 < pence <= left:
                raise Denied(400, "P0602", "Invalid attribute value: amount")
            made = KeptRefund(self._id(), pence, "submitted", self.clock())
            payment.refunds.append(made)
        self._tell(payment, "card_payment_refunded")
        return made

    def _finish(self, payment_id: str, status: str, code: str, events: tuple[str, ...]) -> KeptPayment:
        with self._changing(payment_id) as payment:
            if payment.status not in _UNFINISHED:
                return payment
            payment.status, payment.code = status, code
        for event in events:
            self._tell(payment, event)
        return payment

    @contextmanager
    def _changing(self, payment_id: str, account: str | None = None, code: str = "P0200") -> Iterator[KeptPayment]:
        """One payment, brought up to now: what was left too long has expired, and refunds have arrived."""
        with self.drawer.changing(payment_id) as payment:
            if payment is None or account not in (None, payment.account):
                raise Denied(404, code, "Not found")
            expired = payment.status in _UNFINISHED and self.clock() >= payment.created_at + LIVES
            if expired:
                payment.status, payment.code = FAILED, EXPIRED_CODE
            for refund in payment.refunds:
                if refund.status == "submitted" and self.clock() >= refund.created_at + REFUND_TAKES:
                    refund.status = "success"
            yield payment
        if expired:
            self._tell(payment, "card_payment_expired")

    def _tell(self, payment: KeptPayment, event: str) -> None:
        body = notice_body(payment, event, self._id(), self.clock())
        self.drawer.add_notice(KeptNotice(payment.account, body, 0, self.clock()))

    def _id(self) -> str:
        return "".join(self._random.choices(string.ascii_lowercase + string.digits, k=26))
