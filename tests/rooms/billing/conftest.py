"""The stub in place of the card service."""

from __future__ import annotations

import pytest

from afterglow.ground.gateways import chosen
from afterglow.ground.gateways.payments.accounts import PayAccount
from tests.rooms.billing.house import KEY, SECRET, Service


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service()
    monkeypatch.setattr(chosen, "payments", lambda slug, *, now: made.gateway)
    monkeypatch.setattr(chosen, "pay_account", lambda slug: PayAccount(KEY, SECRET))
    return made
