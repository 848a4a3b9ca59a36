"""Each test opens its clinics anew: nothing of the one before may be remembered."""

from __future__ import annotations

import pytest

from afterglow.ground.access import protocols
from afterglow.ground.access.recent import forget_everything


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    forget_everything()
    protocols._read.clear()
