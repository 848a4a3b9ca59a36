"""The demo's own monitors send for whoever is treated, and for nobody in a live installation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from afterglow.care.treatment import device as route
from afterglow.care.treatment.actions.devices import join_device
from afterglow.care.treatment.models import Device, Reading
from afterglow.demo.living import Sender
from afterglow.ground.access.models import Installation
from tests.people import Cast, cast_of
from tests.rooms.treatment.day import STARTED, bay_of, minutes, running

pytestmark = pytest.mark.django_db


def sender(monkeypatch: pytest.MonkeyPatch, after: int) -> Sender:
    """Monitors whose server answers in this process, so many minutes after the infusion began."""
    monkeypatch.setattr(route, "clinic_now", lambda: minutes(after, after=STARTED))

    def post_with(token: str) -> Any:
        def post(content: Mapping[str, Any]) -> Any:
            return route.take(token, json.dumps(content).encode())

        return post

    return Sender(post_with)


@pytest.fixture
def demo() -> Cast:
    Installation.objects.create(demo=True)
    return cast_of("larkfield")


def test_every_minute_since_settling_is_sent_once_and_marked_as_simulated(
    demo: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = running(demo)
    monitors = sender(monkeypatch, 30)
    monitors.send_due(minutes(30, after=STARTED))
    kept = Reading.objects.filter(device__isnull=False)
    first = kept.count()
    assert first > 30
    assert set(kept.values_list("session", flat=True)) == {session.pk}
    assert Device.objects.get().name == "Simulated monitor, Bay 2"
    assert kept.filter(systolic__isnull=False).count() >= 3
    monitors.send_due(minutes(30, after=STARTED))
    assert kept.count() == first
    sender(monkeypatch, 31).send_due(minutes(31, after=STARTED))
    assert kept.count() == first + 1, "one that was begun anew sends nothing twice"


def test_after_everything_was_put_back_it_is_joined_again(demo: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    running(demo)
    monitors = sender(monkeypatch, 5)
    monitors.tokens[bay_of(demo).pk] = "of a database that is no more"
    join_device(name="Simulated monitor, Bay 2", bay=bay_of(demo), by=demo.priya, now=STARTED)
    monitors.send_due(minutes(5, after=STARTED))
    assert not Reading.objects.filter(device__isnull=False).exists()
    monitors.send_due(minutes(5, after=STARTED))
    assert Reading.objects.filter(device__isnull=False).exists()


def test_a_bay_with_a_monitor_of_its_own_is_left_alone(demo: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    running(demo)
    join_device(name="Monitor 7", bay=bay_of(demo), by=demo.priya, now=STARTED)
    sender(monkeypatch, 5).send_due(minutes(5, after=STARTED))
    assert not Reading.objects.filter(device__isnull=False).exists()


def test_nothing_is_joined_or_sent_in_a_live_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    running(cast_of("larkfield"))
    sender(monkeypatch, 5).send_due(minutes(5, after=STARTED))
    assert not Device.objects.exists()
    assert not Reading.objects.filter(device__isnull=False).exists()
