"""The stub as a demo uses it: in a file beside the demo's database, at the demo's own time."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from afterglow.ground.gateways.payments.stub.api import StubApi
from afterglow.ground.gateways.payments.stub.drawer import IN_MEMORY, Drawer
from afterglow.ground.gateways.payments.stub.till import Till

PAGES = "/demo/card/"
"""Where the demo shows the payment page."""


def stub_file(database: Path) -> Path:
    """The stub's file of the demo in this database; it is copied and put back with it."""
    return database.with_name(f"{database.name}.pay")


def demo_stub(now: datetime) -> StubApi:
    """The stub of the demo in use. ``now`` is its time too."""
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    path = str(stub_file(database)) if database.is_absolute() else IN_MEMORY
    return StubApi(Till(_drawer(path), lambda: now), pages_url=f"{settings.PUBLIC_URL}{PAGES}")


@lru_cache(maxsize=4)
def _drawer(path: str) -> Drawer:
    return Drawer(path)
