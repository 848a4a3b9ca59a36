"""What all tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

from afterglow.ground.access.recent import forget_everything

pytest_plugins = ["tests.databases"]

# How long an example takes says something about the machine, not about the rule.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("suite")

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared/data"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process remembers, and how often somebody tried, would outlive the test that it was true in."""
    forget_everything()
    cache.clear()


@pytest.fixture
def shared_data() -> Callable[[str], Path]:
    """Finds a file of real data beside the checkout; a test that asks for one elsewhere is skipped and says so."""

    def find(name: str) -> Path:
        path = SHARED_DATA / name
        if not path.exists():
            pytest.skip(f"needs ../shared/data/{name}, which lies beside the checkout only where the project is built")
        return path

    return find
