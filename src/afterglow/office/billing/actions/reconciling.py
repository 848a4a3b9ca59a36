"""Going through every payment once more with the card service: what was never heard of is found by asking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from afterglow.office.billing.actions.online import look
from afterglow.office.billing.actions.sending_back import take_over_refunds
from afterglow.office.billing.models.payments import PAID, Payment
from afterglow.office.billing.queries.payments import online_since


@dataclass(frozen=True)
class Found:
    """A payment that stood otherwise than we thought."""

    payment: Payment
    before: str
    refunds: int

    @property
    def words(self) -> str:
        """What was found, without a name."""
        changed = f"{self.before}, now {self.payment.state}" if self.before != self.payment.state else self.before
        back = f"; {self.refunds} paid back at the card service itself" if self.refunds else ""
        return f"{self.payment.reference}: {changed}{back}"


def reconcile(*, since: datetime, now: datetime) -> Iterator[Found]:
    """Ask about every payment online that began since a moment; yields those that stood otherwise."""
    for payment in online_since(since):
        before = payment.state
        after = look(payment, now)
        refunds = take_over_refunds(after, now) if after.state == PAID else 0
        if after.state != before or refunds:
            yield Found(after, before, refunds)
