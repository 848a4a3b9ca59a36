"""``afterglow demo``: build once, then serve."""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from collections.abc import Callable, Mapping
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Timer

import django

Work = Callable[[], Callable[[datetime], Mapping[str, int]]]


def run_demo(*, port: int, browser: bool, build_only: bool, serve: Callable[[int], int], work: Work) -> int:
    """Build the demo where this code has none yet, and serve it on the loopback. Returns the exit status.

    ``serve`` serves on a port until it is told to stop; it is called once the demo is ready. ``work`` gives the
    function that does due work; both are asked for only after Django is set up.
    """
    home = Path(os.environ.get("AFTERGLOW_HOME", "var/demo")).absolute()
    home.mkdir(parents=True, exist_ok=True)
    os.environ["AFTERGLOW_HOME"] = str(home)
    os.environ["AFTERGLOW_DATABASE"] = f"sqlite:///{home / 'demo.sqlite3'}"
    address = f"http://localhost:{port}"
    os.environ["PUBLIC_URL"] = address
    django.setup()
    from afterglow.demo import clock, restoring

    if not restoring.built_database().exists():
        # In a process of its own, which takes the memory of a whole year with it when it ends.
        building = get_context("fork").Process(target=_build, args=(home, work()))
        building.start()
        building.join()
        if building.exitcode:
            return 1
    if build_only:
        return 0
    if not restoring.used_database().exists():
        restoring.put_everything_back()
    else:
        clock.resume_at(_where_it_stopped())
    _say(f"\nAfterglow is open: {address}\nEvery clinic and every person in it is invented. Stop it with Ctrl-C.")
    _say(_what_day_it_is())
    if browser:
        Timer(1.0, webbrowser.open, [address]).start()
    return _serve_with_monitors(serve, port, address)


def _serve_with_monitors(serve: Callable[[int], int], port: int, address: str) -> int:
    from django.db import connections

    from afterglow.demo.living import keep_sending

    connections.close_all()
    # In a process of its own, begun before the server has threads or connections to share with it.
    monitors = get_context("fork").Process(target=keep_sending, args=(address,), daemon=True)
    monitors.start()
    try:
        return serve(port)
    finally:
        monitors.terminate()


def _build(home: Path, do_due_work: Callable[[datetime], Mapping[str, int]]) -> None:
    from afterglow.demo import restoring
    from afterglow.demo.building import build
    from afterglow.ground.gateways.payments.stub.demo import stub_file

    started = time.monotonic()
    _say("Building a synthetic year of five clinics. This is done once, and takes about a minute.")
    for old in (*home.glob("built-*.sqlite3*"), *home.glob("demo.sqlite3*")):
        old.unlink()
    for words in build(do_due_work):
        _say(f"  {words}")
    target = restoring.built_database()
    restoring.copy_database(stub_file(restoring.used_database()), stub_file(target))
    restoring.copy_database(restoring.used_database(), target.with_suffix(".part"))
    target.with_suffix(".part").rename(target)
    restoring.put_everything_back()
    _say(f"Built in {time.monotonic() - started:.0f} s.")


def _where_it_stopped() -> datetime:
    from afterglow.demo import clock
    from afterglow.ground.audit.models import AuditRow

    last = AuditRow.objects.order_by("-at").values_list("at", flat=True).first()
    return max(clock.START, last) if last else clock.START


def _what_day_it_is() -> str:
    from afterglow.demo.clock import ZONE
    from afterglow.ground.access.clock import clinic_now
    from afterglow.ground.design.words import clock, day, weekday_day

    now = clinic_now()
    today = f"{weekday_day(now, ZONE).split()[0]} {day(now, ZONE)}"
    return f"In the clinics it is {today}, {clock(now, ZONE)}. Their time stands still while the demo is closed."


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
