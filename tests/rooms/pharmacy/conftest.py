"""The people of one clinic."""

from __future__ import annotations

import pytest

from tests.people import Cast, cast_of


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")
