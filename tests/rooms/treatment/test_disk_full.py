"""No room is left on the disk: whoever sends a reading is told, nothing is half written, a repeat is kept once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from afterglow.care.treatment import device as route
from afterglow.care.treatment.models import TYPED, LiveEvent, Reading, Session
from afterglow.ground.audit.models import AuditRow
from afterglow.ground.gateways.monitors.mllp import Listener
from tests.people import NOW, Cast, cast_of, signed_in
from tests.rooms.gateways.test_mllp import MONITOR, USUAL, acknowledged, built
from tests.rooms.treatment.browsing import Clock, text
from tests.rooms.treatment.day import STARTED, minutes, running
from tests.rooms.treatment.test_devices import joined, sent

MOST_TRIES = 200
"""A reading may still fit where others lie already; so many never do."""


@pytest.fixture
def cast(own_database: str) -> Cast:
    return cast_of("larkfield")


@contextmanager
def no_room() -> Iterator[None]:
    """SQLite may not grow by a page: its own "database or disk is full". PostgreSQL refuses as on a full volume."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1")  # never less than it has
            yield
            cursor.execute("PRAGMA max_page_count = 1073741823")
        return

    def full(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(f'INSERT INTO "{Reading._meta.db_table}"'):
            raise OperationalError("could not extend file: No space left on device")
        return execute(sql, *rest)

    with connection.execute_wrapper(full):
        yield


def written() -> tuple[int, int, int]:
    return Reading.objects.count(), LiveEvent.objects.count(), AuditRow.objects.count()


def test_a_monitor_is_told_and_its_repeat_is_kept_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "clinic_now", lambda: minutes(2))
    running(cast)
    _, token = joined(cast)
    before, batch = written(), sent(*({"heart_rate": 60 + number % 40} for number in range(1_000)), taken=NOW)
    over_hl7 = Listener({MONITOR: lambda _: route.take(token, batch)}, lambda _: None, lambda _: None)
    with no_room():
        assert route.take(token, batch) == (503, {"why": "The readings were not kept. Send them again."})
        code, _, why = acknowledged(over_hl7.answer(built(*USUAL).encode()))
        assert (code, why) == ("AE", "The readings were not kept. Send them again.")
    assert written() == before
    assert route.take(token, batch)[1]["kept"] == 1_000
    assert route.take(token, batch)[1] == {"kept": 0, "already": 1_000, "unclaimed": 0}
    assert Reading.objects.count() == before[0] + 1_000


def typed(browser: Client, session: Session, uuid: str) -> Any:
    sign = {"patient_shown": session.treatment.patient.ref, "uuid": uuid, "bp": "128/80", "heart_rate": "72"}
    return browser.post(reverse("treatment:during", args=[session.treatment.ref]), sign)


def test_whoever_types_is_told_and_sends_it_again(cast: Cast, clock: Clock) -> None:
    session, browser = running(cast), signed_in(cast.priya)
    browser.raise_request_exception = False
    clock.to(minutes(5, after=STARTED))
    stored = Reading.objects.filter(source=TYPED).count()
    with no_room():
        for _ in range(MOST_TRIES):
            uuid = str(uuid4())
            answer = typed(browser, session, uuid)
            if answer.status_code != 302:
                break
            stored += 1
    assert answer.status_code == 503
    assert "What you sent is not saved. Go back: it is still on the page." in text(answer)
    assert "If somebody is being treated now, go on by paper and look at the monitor." in text(answer)
    assert Reading.objects.filter(source=TYPED).count() == stored
    for _ in range(2):
        assert typed(browser, session, uuid).status_code == 302
    assert Reading.objects.filter(source=TYPED).count() == stored + 1
