"""The full house for the laws that need one: built once for each worker, and left as it was by every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from afterglow.ground.access.recent import forget_everything
from afterglow.ground.audit.verifying import verify
from afterglow.site import edge
from tests.databases import Copies, working_on
from tests.laws.full_house import House, build
from tests.laws.watching import everything
from tests.people import NOW


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What is remembered of one test's clinics is not true of the next one's."""
    forget_everything()


@pytest.fixture(scope="session")
def built_house(copied_database: Copies, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, House]]:
    """Where the full house stands, and who is in it. After the last law it is as it was, and both chains hold."""
    with copied_database() as url, django_db_blocker.unblock():
        with working_on(url):
            forget_everything()
            with transaction.atomic():
                house = build()
            before = everything()
        yield url, house
        with working_on(url):
            assert everything() == before
            assert [verify(clinic.pk).why for clinic in house.clinics] == ["", ""]


@pytest.fixture
def house(
    built_house: tuple[str, House], django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    """The full house at ``NOW``; what a test does to it is undone, and nothing is remembered of another database."""
    url, found = built_house
    monkeypatch.setattr(edge, "clinic_now", lambda: NOW)
    with django_db_blocker.unblock(), working_on(url), transaction.atomic():
        forget_everything()
        yield found
        transaction.set_rollback(True)
    forget_everything()
