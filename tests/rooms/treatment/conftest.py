"""The clinic's clock and its people, for the tests of the treatment day's pages."""

from __future__ import annotations

import pytest

from tests.people import Cast, cast_of
from tests.rooms.treatment.browsing import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def cast() -> Cast:
    return cast_of("larkfield")
