"""How long a reading takes from a monitor's POST to every screen that shows the board.

64 monitors post one reading a second each, authenticated; the rules run; the reading is durable; 100 screens, each
signed in on its own, are told. Beside it, in turns: a bare ASGI server that commits one durable row for each POST, and
Node-RED doing the same work. Then 8 monitors and 500 screens; and from the POST to the paint in a real browser.
Correctness first: every reading comes to every screen once and in order, and stands in the record.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

BAYS, SCREENS, ROUNDS, SECONDS = 64, 100, 3, 15.0
FEW_BAYS, MANY_SCREENS = 8, 500
LIVE = "afterglow.site.settings.live"


def main() -> dict[str, Any]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database = f"sqlite://{home / 'bench.sqlite3'}"
        os.environ.update(AFTERGLOW_HOME=str(home), AFTERGLOW_DATABASE=database, DJANGO_SETTINGS_MODULE=LIVE)
        import django

        django.setup()
        return _measure(home, database)


def _measure(home: Path, database: str) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from afterglow.ground.kernel.clock import real_now
    from bench.parts.bedside import p99, run
    from bench.parts.painting import to_paint
    from bench.parts.server import served
    from bench.parts.ward import open_ward
    from bench.parts.ways import afterglow

    call_command("migrate", verbosity=0)
    ward = open_ward(bays=BAYS, screens=MANY_SCREENS, now=real_now())
    connection.close()
    with served(home, database, LIVE) as ours:
        figures = _take_turns(home, ward, ours.port)
        many = run(afterglow(ours.port, ward), bays=FEW_BAYS, screens=MANY_SCREENS, seconds=SECONDS)
        painted = to_paint(ours.port, ward, bays=FEW_BAYS, seconds=20)
    figures |= {
        "many_screens_p99_ms": round(p99(many.to_screen), 1),
        "paint_p99_ms": round(p99(painted), 1),
        "lost_or_disordered": figures["lost_or_disordered"] + many.wrong,
        "readings_not_kept": _not_kept(ward),
    }
    ratios = {
        "p99_to_one_durable_row": round(figures["p99_ms"] / figures["one_durable_row_p99_ms"], 2),
        "p99_to_node_red": round(figures["p99_ms"] / figures["node_red_p99_ms"], 2),
    }
    bars = {
        "p99_to_one_durable_row": {"at_most": 5},
        "p99_to_node_red": {"at_most": 1},
        "p99_ms": {"at_most": 50},
        "many_screens_p99_ms": {"at_most": 100},
        "paint_p99_ms": {"at_most": 250},
        "lost_or_disordered": {"at_most": 0},
        "readings_not_kept": {"at_most": 0},
    }
    return {"figures": figures, "ratios": ratios, "bars": bars}


def _take_turns(home: Path, ward: Any, port: int) -> dict[str, Any]:
    from bench.parts.bedside import Seen, p50, p99, run
    from bench.parts.ways import afterglow, durable_rows, node_red_way
    from bench.peers.durable_rows_server import durable_rows_server
    from bench.peers.node_red import node_red

    seen: dict[str, list[Seen]] = {"one_durable_row": [], "node_red": [], "afterglow": []}
    devices = {bed.token: bed.of for bed in ward.beds}
    with durable_rows_server(home) as floor, node_red(home, devices) as peer:
        ways = {
            "one_durable_row": (durable_rows(floor), 0),
            "node_red": (node_red_way(peer, ward), SCREENS),
            "afterglow": (afterglow(port, ward), SCREENS),
        }
        for number in range(ROUNDS):
            for name, (way, screens) in ways.items():
                seen[name].append(run(way, bays=BAYS, screens=screens, seconds=SECONDS))
                times = seen[name][-1].to_screen or seen[name][-1].to_answer
                print(f"round {number}: {name} p50 {p50(times):.1f} ms, p99 {p99(times):.1f} ms", flush=True)
    mine = seen["afterglow"]
    return {
        "p50_ms": round(median(p50(one.to_screen) for one in mine), 1),
        "p99_ms": round(median(p99(one.to_screen) for one in mine), 2),
        "answer_p99_ms": round(median(p99(one.to_answer) for one in mine), 1),
        "one_durable_row_p99_ms": round(median(p99(one.to_answer) for one in seen["one_durable_row"]), 2),
        "node_red_p50_ms": round(median(p50(one.to_screen) for one in seen["node_red"]), 1),
        "node_red_p99_ms": round(median(p99(one.to_screen) for one in seen["node_red"]), 2),
        "lost_or_disordered": sum(one.wrong for one in mine),
    }


def _not_kept(ward: Any) -> int:
    from afterglow.care.treatment.models import LiveEvent, Reading

    return abs(LiveEvent.objects.filter(kind="monitor").count() - Reading.objects.filter(device__isnull=False).count())
