"""How quickly places are booked: a rush on one large date, and a hundred tries at eight places, twenty times.

Afterglow and its peer, pretix, take turns; figures are medians of the rounds. The whole path counts: HTTP, who it is,
CSRF, the rules, the hold, the trail, a durable commit. Fifty clients at once share the machine with both servers.
Correctness first: who may not book is refused, no place is sold twice, none stays free, and what was acknowledged
before the server is killed in mid-run is there afterwards.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

CLIENTS, PEOPLE, TRIES, PLACES = 50, 400, 100, 8
ROUNDS, EIGHTS = 5, 20
SETTINGS = "afterglow.site.settings.live"


def main() -> dict[str, Any]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database = f"sqlite://{home / 'bench.sqlite3'}"
        os.environ.update(AFTERGLOW_HOME=str(home), AFTERGLOW_DATABASE=database, DJANGO_SETTINGS_MODULE=SETTINGS)
        import django

        django.setup()
        return _measure(home, database)


def _measure(home: Path, database: str) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from afterglow.ground.access.clock import clinic_now
    from bench.parts.hall import open_hall
    from bench.parts.server import served
    from bench.peers.pretix_shop import shop

    call_command("migrate", verbosity=0)
    # The first round only warms both; one date of each kind more is for the check, and one for the killed server.
    hall = open_hall(people=PEOPLE, rushes=ROUNDS + 3, eights=EIGHTS + 2, now=clinic_now())
    connection.close()
    with served(home, database, SETTINGS) as ours:
        _check(hall, ours.port)
        with shop(ROUNDS + 1, EIGHTS) as peer:
            figures = _rushes(hall, ours.port, peer) | _eights(hall, ours.port, peer)
    figures |= _killed(hall, home, database)
    ratios = {
        "orders_rate": round(figures["orders_per_s"] / figures["pretix_orders_per_s"], 1),
        "orders_p99": round(figures["orders_p99_ms"] / figures["pretix_orders_p99_ms"], 3),
    }
    bars: dict[str, dict[str, float]] = {
        "orders_rate": {"at_least": 12},
        "orders_p99": {"at_most": round(1 / 12, 3)},
        **{name: {"at_most": 0} for name in ("oversold", "unsold", "failed", "lost_after_kill", "oversold_after_kill")},
        "trail_holds": {"at_least": 1},
    }
    return {"figures": figures, "ratios": ratios, "bars": bars}


def _check(hall: Any, port: int) -> None:
    """Whether it does what it is measured for. Raises AssertionError."""
    from afterglow.ground.audit.models import AuditRow
    from bench.parts.hall import taken
    from bench.parts.rush import rush

    meeting, guest = hall.rushes[-1], hall.guests[0]

    def status(request: bytes) -> int:
        return rush(port, [request], clients=1).answers[0].status

    assert status(guest.books(meeting, port, token="c" * 32)) == 403, "a forged form is refused"
    assert status(hall.stranger.books(meeting, port)) == 422, "who had no infusion is refused"
    assert taken(meeting) == 0
    assert status(guest.books(meeting, port)) == 302, "who may come books"
    assert status(guest.books(meeting, port)) == 302, "the same form sent twice is one place"
    assert taken(meeting) == 1
    rows = AuditRow.objects.filter(clinic_id=hall.clinic.pk, verb__contains="groups.place_booked")
    assert rows.count() == 1, f"one booking is one row of the trail, not {[row.verb for row in rows]}"


def _rushes(hall: Any, port: int, peer: Any) -> dict[str, Any]:
    from bench.parts.hall import taken
    from bench.parts.rush import Rush, rush

    ours, theirs = list[Rush](), list[Rush]()
    for number in range(ROUNDS + 1):
        meeting = hall.rushes[number]
        ours.append(rush(port, [guest.books(meeting, port) for guest in hall.guests], clients=CLIENTS))
        _all(ours[-1], 302)
        assert taken(meeting) == PEOPLE, f"{taken(meeting)} places for {PEOPLE} people"
        event = peer.rushes[number]
        theirs.append(rush(peer.port, [peer.order(event, one) for one in range(PEOPLE)], clients=CLIENTS))
        _all(theirs[-1], 201)
        assert peer.sold(event) == PEOPLE, "pretix lost or doubled an order"
        print(f"round {number}: {ours[-1].rate():.0f} places/s, pretix {theirs[-1].rate():.1f} orders/s", flush=True)
    figures: dict[str, Any] = {}
    for name, rounds in (("orders", ours[1:]), ("pretix_orders", theirs[1:])):
        figures[f"{name}_per_s"] = round(median(one.rate() for one in rounds), 1)
        figures[f"{name}_p50_ms"] = round(median(one.cut(50) for one in rounds), 1)
        figures[f"{name}_p99_ms"] = round(median(one.cut(99) for one in rounds), 1)
        figures[f"{name}_spread_per_s"] = [round(one.rate(), 1) for one in sorted(rounds, key=Rush.rate)]
    return figures


def _eights(hall: Any, port: int, peer: Any) -> dict[str, Any]:
    from bench.parts.hall import taken
    from bench.parts.rush import Rush, rush

    ours, theirs, oversold, unsold, failed = list[Rush](), list[Rush](), 0, 0, 0
    for number in range(EIGHTS):
        meeting, guests = hall.eights[number], _some(hall.guests, number)
        ours.append(rush(port, [guest.books(meeting, port) for guest in guests], clients=CLIENTS))
        full = [one for one in ours[-1].with_status(422) if b"Every place is taken" in one.text]
        failed += TRIES - len(ours[-1].with_status(302)) - len(full)
        oversold, unsold = oversold + max(0, taken(meeting) - PLACES), unsold + max(0, PLACES - taken(meeting))
        event = peer.eights[number]
        theirs.append(rush(peer.port, [peer.order(event, one) for one in range(TRIES)], clients=CLIENTS))
        assert peer.sold(event) == PLACES, "pretix sold too many or too few"
    return {
        "oversold": oversold,
        "unsold": unsold,
        "failed": failed,
        "eights_s": round(median(one.seconds for one in ours), 3),
        "eights_p99_ms": round(median(one.cut(99) for one in ours), 1),
        "pretix_eights_s": round(median(one.seconds for one in theirs), 3),
        "pretix_eights_p99_ms": round(median(one.cut(99) for one in theirs), 1),
    }


def _killed(hall: Any, home: Path, database: str) -> dict[str, Any]:
    """Kill every process of the server in mid-run, start it again, and let everybody try once more."""
    from afterglow.ground.audit.verifying import verify
    from bench.parts.hall import taken
    from bench.parts.rush import rush
    from bench.parts.server import served

    large, eight, tries = hall.rushes[-2], hall.eights[-1], _some(hall.guests, 0)
    with served(home, database, SETTINGS) as doomed:
        kill = (PEOPLE // 4, partial(_kill, doomed.family()))
        requests = [guest.books(large, doomed.port) for guest in hall.guests]
        cut_short = rush(doomed.port, requests, clients=CLIENTS, then=kill)
    acknowledged = {hall.guests[one.number].patient.pk for one in cut_short.with_status(302)}
    assert 0 < len(acknowledged) < PEOPLE, "the server was not killed in mid-run"
    lost = acknowledged - _who(large)
    with served(home, database, SETTINGS) as doomed:
        kill = (PLACES // 2, partial(_kill, doomed.family()))
        first = rush(doomed.port, [guest.books(eight, doomed.port) for guest in tries], clients=CLIENTS, then=kill)
    lost |= {tries[one.number].patient.pk for one in first.with_status(302)} - _who(eight)
    with served(home, database, SETTINGS) as again:
        rush(again.port, [guest.books(large, again.port) for guest in hall.guests], clients=CLIENTS)
        rush(again.port, [guest.books(eight, again.port) for guest in tries], clients=CLIENTS)
    over = max(0, taken(large) - PEOPLE) + max(0, taken(eight) - PLACES)
    return {
        "acknowledged_before_kill": len(acknowledged),
        "lost_after_kill": len(lost) + max(0, PEOPLE - taken(large)) + max(0, PLACES - taken(eight)),
        "oversold_after_kill": over,
        "trail_holds": int(verify(hall.clinic.pk).holds),
    }


def _kill(family: Sequence[int]) -> None:
    for process in family:
        os.kill(process, signal.SIGKILL)


def _who(meeting: Any) -> set[int]:
    from afterglow.care.groups.models.places import TAKING, Place

    return set(Place.objects.filter(meeting=meeting, state__in=TAKING).values_list("patient_id", flat=True))


def _some(guests: Sequence[Any], number: int) -> list[Any]:
    """A hundred of them, others each time."""
    start = number * TRIES % len(guests)
    return list(guests[start : start + TRIES])


def _all(rushed: Any, status: int) -> None:
    others = [one for one in rushed.answers if one.status != status]
    assert not others, f"{len(others)} answers are not {status}: {others[0].status} {others[0].text[:300]!r}"
