"""A bedside monitor is joined to a bay, and sends its readings to the device route."""

from __future__ import annotations

from collections.abc import Iterable

from afterglow.ground.gateways.monitors.recording import RECORDINGS, Minute, read_recording
from afterglow.ground.gateways.monitors.replay import http_post, replay
from tests.journeys.company import Company
from tests.journeys.visitor import Visitor


def joins_monitor(tablet: Visitor, name: str, bay: str) -> str:
    """A nurse joins a monitor to a bay; returns the token that the page shows once."""
    tablet.goes_to("/treatments/")
    tablet.presses("Monitors and their bays")
    tablet.fills("Name of the monitor", name)
    tablet.picks("Bay", bay)
    tablet.presses("Join the monitor")
    token = tablet.page.locator(".ag-typed.ag-num").inner_text()
    tablet.reads("shown once")
    return token.strip()


def recorded(name: str, numbers: Iterable[int]) -> list[Minute]:
    """These minutes of a recording that ships with Afterglow."""
    wanted = frozenset(numbers)
    return [minute for minute in read_recording(RECORDINGS / name) if minute.number in wanted]


def sends(company: Company, token: str, bay: str, minutes: list[Minute]) -> int:
    """The monitor sends these minutes now; returns how many belong to nobody."""
    post = http_post(company.house.address, token)
    start = company.now
    return replay(minutes, bay=bay, speed=0, start=start, post=post, sleep=lambda _: None).unclaimed
