"""GOV.UK Pay: card payments on a page of its own, so that no card number ever passes through here.

Written from its public API description, version 1.0.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

import msgspec

from afterglow.ground.gateways.payments import reading
from afterglow.ground.gateways.payments.payment import CardPayment, CardRefund, NewPayment
from afterglow.ground.gateways.payments.wire import Answer, Wire

BASE_URL: Final = "https://publicapi.payments.service.gov.uk"

MOST_PENCE: Final = 10_000_000
"""The largest payment it takes."""

_REFUSED = str.maketrans(dict.fromkeys('<>"\\|', " "))
"""Characters for which its firewall turns a request away (P0920)."""


@dataclass(frozen=True)
class GovUkPay:
    """One service's account. ``key`` is its API key."""

    wire: Wire
    key: str

    def create(self, asked: NewPayment) -> CardPayment:
        """Make a payment. Raises ValueError for a sum outside 1 to 10,000,000 pence."""
        if not 0 < asked.pence <= MOST_PENCE:
            raise ValueError(f"A payment of {asked.pence} pence cannot be made.")
        body = {
            "amount": asked.pence,
            "reference": asked.reference.translate(_REFUSED)[:255],
            "description": asked.description.translate(_REFUSED)[:255],
            "return_url": asked.return_url,
            "language": "en",
        }
        return reading.payment_in(self._send("POST", "/v1/payments", body))

    def get(self, payment_id: str) -> CardPayment:
        """One payment, strongly consistent."""
        return reading.payment_in(self._send("GET", _one(payment_id)))

    def ids_with(self, reference: str) -> tuple[str, ...]:
        """The ids of payments with a reference; eventually consistent."""
        query = urlencode({"reference": reference})
        return reading.ids_in(self._send("GET", f"/v1/payments?{query}"), reference)

    def cancel(self, payment_id: str) -> None:
        """Stop a payment that is not finished."""
        reading.refuse_unless_done(self._send("POST", f"{_one(payment_id)}/cancel"))

    def refund(self, payment_id: str, *, pence: int, available: int) -> CardRefund:
        """Pay back; ``available`` is always sent, so that a refund asked twice is made once."""
        body = {"amount": pence, "refund_amount_available": available}
        return reading.refund_in(self._send("POST", f"{_one(payment_id)}/refunds", body))

    def refunds(self, payment_id: str) -> tuple[CardRefund, ...]:
        """Every refund of a payment."""
        return reading.refunds_in(self._send("GET", f"{_one(payment_id)}/refunds"))

    def _send(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Answer:
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        return self.wire.send(method, path, headers, msgspec.json.encode(body) if body is not None else b"")


def _one(payment_id: str) -> str:
    return f"/v1/payments/{quote(payment_id, safe='')}"
