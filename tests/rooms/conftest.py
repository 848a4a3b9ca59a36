"""What the tests of all rooms share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from afterglow.ground.access import protocols
from afterglow.ground.access.recent import forget_everything
from afterglow.site import edge
from tests.people import NOW


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Each test opens its clinics anew: nothing of the one before may be remembered."""
    forget_everything()
    protocols._read.clear()


@pytest.fixture
def clinic_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Requests happen at NOW; call it to let them happen at another time."""

    def at(now: datetime) -> None:
        monkeypatch.setattr(edge, "clinic_now", lambda: now)

    at(NOW)
    return at
