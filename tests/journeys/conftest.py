"""A house to walk through: a real server on a database of its own, and real browsers in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, Playwright, sync_playwright

from afterglow.ground.gateways import chosen
from tests.databases import leave_pool
from tests.journeys.house import House, Letterbox, running_house

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def playwright(own_database: str) -> Iterator[Playwright]:
    """One for each test: its loop runs in this thread, where other tests use the database without a loop."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's chromium, headless."""
    chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def house(own_database: str, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """An open house: its clock stands where `tests.people.NOW` is, and can be moved forward."""
    letterbox = Letterbox()
    for way in ("mail", "texts"):
        monkeypatch.setattr(chosen, way, lambda: letterbox)
    # Inside Playwright's loop Django keeps another connection, which may still lead to the last test's copy.
    leave_pool()
    del connections["default"]
    with running_house(own_database, browser, letterbox) as opened:
        yield opened
