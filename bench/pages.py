"""How quickly pages come: cold start, idle memory, and the two heaviest pages beside Django admin's list.

One server each for Afterglow and its peer, the same program, the same SQLite database; the client shares the machine.
They take turns, five rounds each; figures are medians. Correctness first: each page must hold what it is about, ask at
most eight queries, and leave its line in the log of reads.
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

CLIENTS, SECONDS, ROUNDS = 8, 4.0, 5
MOST_QUERIES = 8


def main() -> dict[str, Any]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database = f"sqlite://{home / 'bench.sqlite3'}"
        os.environ.update(
            AFTERGLOW_HOME=str(home),
            AFTERGLOW_DATABASE=database,
            DJANGO_SETTINGS_MODULE="afterglow.site.settings.live",
        )
        import django

        django.setup()
        return _measure(home, database)


def _measure(home: Path, database: str) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from bench.parts import filling
    from bench.parts.server import served

    call_command("migrate", verbosity=0)
    scene, patient = filling.fill()
    pages = {
        "record": (f"/patients/{patient.ref}/", scene.people["psychiatrist"], patient.family_name.encode()),
        "work_list": ("/today/", scene.people["administrator"], b"Family"),
    }
    cookies = {name: _signed_in(actor) for name, (_, actor, _) in pages.items()}
    queries = {name: _queries(path, cookies[name]) for name, (path, _, _) in pages.items()}
    logged = _reads_logged(pages["record"][0], cookies["record"])
    connection.close()
    figures: dict[str, Any] = {f"{name}_queries": count for name, count in queries.items()}
    figures["reads_logged_for_each_page"] = logged
    with served(home, database, "afterglow.site.settings.live") as ours:
        figures["first_page_s"] = round(ours.first_page_s, 2)
        figures["idle_memory_mb"] = round(ours.memory_mb())
        with served(home, database, "bench.peers.django_admin") as peer:
            rates = _take_turns(ours.port, peer.port, pages, cookies)
        figures["memory_after_load_mb"] = round(ours.memory_mb())
    figures |= {key: round(value, 1) for key, value in rates.items()}
    ratios = {f"{name}_rate": round(rates[f"{name}_per_s"] / rates["django_admin_per_s"], 2) for name in pages}
    bars = {
        "record_rate": {"at_least": 4},
        "work_list_rate": {"at_least": 4},
        "record_p99_ms": {"at_most": 60},
        "work_list_p99_ms": {"at_most": 60},
        "record_queries": {"at_most": MOST_QUERIES},
        "work_list_queries": {"at_most": MOST_QUERIES},
        "reads_logged_for_each_page": {"at_least": 1, "at_most": 1},
        "first_page_s": {"at_most": 3},
        "idle_memory_mb": {"at_most": 300},
    }
    return {"figures": figures, "ratios": ratios, "bars": bars}


def _take_turns(
    ours: int, peer: int, pages: dict[str, tuple[str, Any, bytes]], cookies: dict[str, str]
) -> dict[str, float]:
    from bench.parts.load import Load, load

    seen: dict[str, list[Load]] = {name: [] for name in (*pages, "django_admin")}
    for number in range(ROUNDS + 1):
        for name, (path, _, words) in pages.items():
            seen[name].append(
                load(ours, path, cookies[name], clients=CLIENTS, seconds=SECONDS if number else 1, must_hold=words)
            )
        admin = load(
            peer,
            "/admin/people/patient/",
            cookies["work_list"],
            clients=CLIENTS,
            seconds=SECONDS if number else 1,
            must_hold=b"Family",
        )
        seen["django_admin"].append(admin)
        print(
            f"round {number}: "
            + ", ".join(f"{name} {loads[-1].rate:.0f}/s p99 {loads[-1].p99:.0f} ms" for name, loads in seen.items())
        )
    measured = {name: loads[1:] for name, loads in seen.items()}  # the first round only warms both
    return {
        **{f"{name}_per_s": median(one.rate for one in loads) for name, loads in measured.items()},
        **{f"{name}_p50_ms": median(one.p50 for one in loads) for name, loads in measured.items()},
        **{f"{name}_p99_ms": median(one.p99 for one in loads) for name, loads in measured.items()},
    }


def _signed_in(actor: Any) -> str:
    from tests.people import signed_in

    return f"session={signed_in(actor).cookies['session'].value}"


def _queries(path: str, cookie: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = _client(cookie)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return sum(1 for one in asked.captured_queries if not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT")))


def _reads_logged(path: str, cookie: str) -> int:
    from afterglow.ground.audit.models import ReadEntry

    before = ReadEntry.objects.count()
    _client(cookie).get(path)
    return ReadEntry.objects.count() - before


def _client(cookie: str) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.cookies["session"] = cookie.partition("=")[2]
    return client
