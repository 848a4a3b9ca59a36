"""The demo's own day: it stands still while nobody has it open, and is never the machine's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from afterglow.demo import clock, command, restoring
from afterglow.ground.access.clock import clinic_now
from afterglow.ground.access.models import Installation
from afterglow.ground.kernel.clock import real_now
from tests.people import cast_of


@pytest.fixture
def demo(db: None, settings: Any) -> Installation:
    settings.DEMO = True
    return Installation.objects.create(demo=True)


@pytest.mark.parametrize("closed", [timedelta(0), timedelta(days=9), timedelta(days=79)])
def test_a_demo_opened_again_days_later_goes_on_from_the_last_thing_done(
    demo: Installation, closed: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast_of("larkfield")
    monkeypatch.setattr(clock, "START", datetime(2025, 1, 1, tzinfo=clock.ZONE))
    last = command._where_it_stopped()
    assert last > clock.START
    later = real_now() + closed
    for place in ("afterglow.demo.clock", "afterglow.ground.access.clock"):
        monkeypatch.setattr(f"{place}.real_now", lambda: later)
    clock.resume_at(last)
    assert clinic_now() == last


def test_whoever_opens_it_is_told_which_day_it_shows(demo: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("afterglow.demo.clock", "afterglow.ground.access.clock"):
        monkeypatch.setattr(f"{place}.real_now", lambda: datetime(2031, 2, 3, tzinfo=clock.ZONE))
    clock.resume_at(command._where_it_stopped())
    assert command._what_day_it_is().startswith("In the clinics it is Thursday 3 September 2026, 14:32")


def test_what_is_put_back_never_stands_at_the_machines_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Installation._meta.db_table == "access_installation"
    used = tmp_path / "used.sqlite3"
    with closing(sqlite3.connect(tmp_path / "built.sqlite3")) as built, built:
        built.execute("CREATE TABLE access_installation (clock_offset bigint)")
        built.execute("INSERT INTO access_installation VALUES (NULL)")
    monkeypatch.setattr(restoring, "built_database", lambda: tmp_path / "built.sqlite3")
    monkeypatch.setattr(restoring, "used_database", lambda: used)
    monkeypatch.setattr(restoring, "connection", SimpleNamespace(close=lambda: None))
    restoring.put_everything_back()
    with closing(sqlite3.connect(used)) as shown:
        ((ahead,),) = shown.execute("SELECT clock_offset FROM access_installation").fetchall()
    assert abs(real_now() + timedelta(microseconds=ahead) - clock.START) < timedelta(minutes=1)
