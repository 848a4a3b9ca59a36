"""A recording is sent to a bay of the demo: by a monitor that was joined to it, or by one joined for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from afterglow.care.treatment import device as route
from afterglow.care.treatment.actions.devices import join_device
from afterglow.care.treatment.models import Device, Reading
from afterglow.demo import monitors
from afterglow.ground.access.models import Installation
from afterglow.ground.gateways.monitors.recording import RECORDINGS
from tests.people import NOW, cast_of
from tests.rooms.treatment.day import bay_of, minutes, settled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server answers in this process, and nobody waits between two minutes."""

    def post_with(_url: str, token: str) -> Any:
        def post(content: Mapping[str, Any]) -> Any:
            return route.take(token, json.dumps(content).encode())

        return post

    monkeypatch.setattr(monitors, "http_post", post_with)
    monkeypatch.setattr(monitors.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(monitors, "clinic_now", lambda: minutes(2))
    monkeypatch.setattr(route, "clinic_now", lambda: minutes(2))


def replayed(token: str = "") -> int:
    file = RECORDINGS / "usual-infusion.csv"
    return monitors.replay_to_bay(file=file, bay="Bay 2", clinic="larkfield", speed=60, url="", token=token)


def test_a_monitor_that_was_joined_sends_with_its_own_token() -> None:
    Installation.objects.create(demo=True)
    cast = cast_of("larkfield")
    session = settled(cast)
    device, token = join_device(name="Monitor of Bay 2", bay=bay_of(cast), by=cast.priya, now=NOW)
    assert replayed(token) == 0
    assert set(Reading.objects.values_list("device", "session")) == {(device.pk, session.pk)}
    assert Device.objects.get().retired_at is None
    assert replayed() == 0
    assert Device.objects.filter(retired_at=None).get().name == "Replay of usual-infusion.csv"
    assert replayed(token) == 1, "it belongs to no bay any more"


def test_nothing_is_replayed_in_a_live_installation_whatever_token_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    cast = cast_of("larkfield")
    _, token = join_device(name="Monitor of Bay 2", bay=bay_of(cast), by=cast.priya, now=NOW)
    assert replayed(token) == 1
    assert "only in a demo" in capsys.readouterr().err
    assert not Reading.objects.exists()
