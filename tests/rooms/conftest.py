"""What the tests of all rooms share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from afterglow.site import edge
from tests.people import NOW


@pytest.fixture
def clinic_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Requests happen at NOW; call it to let them happen at another time."""

    def at(now: datetime) -> None:
        monkeypatch.setattr(edge, "clinic_now", lambda: now)

    at(NOW)
    return at
