"""The peer of the booking rush: pretix, installed from its package, with PostgreSQL, Redis and Celery beside it.

What takes minutes (the package, its migrations) is done once and kept in `~/.cache/afterglow-bench`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.parts.rush import post
from bench.parts.server import ROOT, free_port

sys.path.insert(0, str(ROOT / "scripts"))

from machine import Missing, debian_programs, install  # the folder above
from postgresql import throw_away_cluster

VERSION = "2026.8.0"
PACKAGES = (f"pretix=={VERSION}", "gunicorn", "psycopg2-binary")
PROCESSES = "3"


@dataclass(frozen=True)
class Shop:
    """A running pretix: its port, the token that may order, and its events as (name, item)."""

    port: int
    token: str
    rushes: tuple[tuple[str, int], ...]
    eights: tuple[tuple[str, int], ...]
    database: str

    def order(self, event: tuple[str, int], number: int) -> bytes:
        """A whole request for one place, unpaid, as pretix's interface takes it."""
        slug, item = event
        position: dict[str, object] = {"positionid": 1, "item": item, "variation": None, "answers": []}
        order = {
            "email": f"somebody{number}@home.example",
            "locale": "en",
            "sales_channel": "web",
            "status": "n",
            "fees": [],
            "positions": [position],
        }
        path = f"/api/v1/organizers/bench/events/{slug}/orders/"
        return post(path, self.port, json.dumps(order), "application/json", f"Authorization: Token {self.token}")

    def sold(self, event: tuple[str, int]) -> int:
        """How many places of an event stand in its database."""
        words = (
            "SELECT count(*) FROM pretixbase_orderposition p JOIN pretixbase_order o ON o.id = p.order_id "
            "JOIN pretixbase_event e ON e.id = o.event_id WHERE e.slug = '" + event[0] + "'"
        )
        programs = debian_programs()
        assert programs is not None
        asked = [str(programs / "psql"), self.database, "-qAtc", words]
        return int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


@contextmanager
def shop(rushes: int, eights: int) -> Iterator[Shop]:
    """pretix with so many events without end and so many of eight places, until the block ends."""
    python = _installed()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(throw_away_cluster(settings=()))
        broker = stack.enter_context(_redis(folder))
        port = free_port()
        environment = os.environ | {
            "PRETIX_CONFIG_FILE": str(_configured(folder, database, broker, port)),
            "DJANGO_SETTINGS_MODULE": "pretix.settings",
            "C_FORCE_ROOT": "1",
        }
        _migrated(python, database, environment, folder)
        made = subprocess.run(
            [python, Path(__file__).parent / "pretix_event.py", str(rushes), str(eights)],
            env=environment,
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        told = json.loads(made.stdout.splitlines()[-1])
        wsgi = ["-m", "gunicorn", "pretix.wsgi", "-w", PROCESSES, "-b", f"127.0.0.1:{port}"]
        stack.enter_context(_running([python, *wsgi], environment, folder))
        celery = ["-m", "celery", "-A", "pretix.celery_app", "worker", "-c", "1"]
        stack.enter_context(_running([python, *celery], environment, folder))
        _wait_for(f"http://127.0.0.1:{port}/healthcheck/")
        events = {name: tuple((slug, item) for slug, item in told[name]) for name in ("rushes", "eights")}
        yield Shop(port, told["token"], **events, database=database)


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "afterglow-bench" / f"pretix-{VERSION}"


def _installed() -> Path:
    """The Python of a folder of its own that holds pretix; its dependencies are its own affair."""
    folder = _cache()
    python, whole = folder / "bin/python", folder / "whole"
    if not whole.exists():
        print(f"Installing pretix {VERSION} into {folder} (a minute) ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-qq", *PACKAGES], check=True)
        whole.touch()
    return python


def _configured(folder: Path, database: str, broker: int, port: int) -> Path:
    server, _, name = database.rpartition("/")
    user, _, host = server.removeprefix("postgresql://").partition("@")
    path = folder / "pretix.cfg"
    path.write_text(
        f"[pretix]\ninstance_name=bench\nurl=http://127.0.0.1:{port}\ndatadir={folder}\n"
        f"[database]\nbackend=postgresql\nname={name}\nuser={user}\n"
        f"host={host.partition(':')[0]}\nport={host.partition(':')[2]}\n"
        f"[redis]\nlocation=redis://127.0.0.1:{broker}/0\nsessions=true\n"
        f"[celery]\nbackend=redis://127.0.0.1:{broker}/1\nbroker=redis://127.0.0.1:{broker}/2\n"
    )
    return path


def _migrated(python: Path, database: str, environment: dict[str, str], folder: Path) -> None:
    """The empty shop: made by its own migrations once, and put back from a copy of the result afterwards."""
    programs = debian_programs()
    if programs is None:
        raise Missing("The peer needs Debian's PostgreSQL: apt-get install postgresql.")
    server = database.rpartition("/")[0]
    subprocess.run([programs / "psql", f"{server}/postgres", "-qc", "CREATE DATABASE afterglow"], check=True)
    kept = _cache() / "migrated.dump"
    if kept.exists():
        subprocess.run([programs / "pg_restore", "--no-owner", "--dbname", database, kept], check=True)
        return
    print("Migrating pretix (about five minutes, once) ...", flush=True)
    subprocess.run([python, "-m", "pretix", "migrate", "-v0"], env=environment, cwd=folder, check=True)
    partial = kept.with_suffix(".partial")
    subprocess.run([programs / "pg_dump", "--format=custom", "--file", partial, database], check=True)
    partial.rename(kept)


@contextmanager
def _redis(folder: Path) -> Iterator[int]:
    if not shutil.which("redis-server") and not install("redis-server"):
        raise Missing("The peer needs Redis: apt-get install redis-server.")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    with _running(command, dict(os.environ), folder):
        yield port


@contextmanager
def _running(command: Sequence[str | Path], environment: dict[str, str], folder: Path) -> Iterator[None]:
    name = "-".join(Path(str(word)).name for word in command[:3])
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(address: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("pretix did not answer within two minutes")
