"""A throw-away PostgreSQL for one run of the tests: in a temporary folder, on a free port of the loopback."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from machine import postgresql_programs

USER = "afterglow"
# Lost with the machine's power, which a throw-away cluster may be; the tests run a good deal faster.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=200")


@contextmanager
def throw_away_cluster(settings: tuple[str, ...] = HASTY) -> Iterator[str]:
    """Start a cluster and yield its URL; it is stopped and removed at the end, also after a failure or a signal.

    `settings` are added to PostgreSQL's own; with none it keeps what it was given, as a clinic's would.
    """
    programs = postgresql_programs()
    folder = Path(tempfile.mkdtemp(prefix="afterglow-postgresql-"))
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        runner = _ordinary_user(folder)
        port = _free_port()
        _start(programs, folder, runner, port, settings)
        yield f"postgresql://{USER}@127.0.0.1:{port}/{USER}"
    finally:
        stop = [programs / "pg_ctl", "--pgdata", folder / "data", "--mode", "immediate", "--silent", "stop"]
        if (folder / "data" / "postmaster.pid").exists():
            subprocess.run([*runner, *map(str, stop)], cwd="/", check=False)
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, before)


def _start(programs: Path, folder: Path, runner: list[str], port: int, more: tuple[str, ...]) -> None:
    data = str(folder / "data")
    make = [str(programs / "initdb"), "--pgdata", data, "--username", USER, "--auth", "trust"]
    same_everywhere = ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    _run([*runner, *make, *same_everywhere])
    settings = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", *more]
    options = " ".join(f"-c {setting}" for setting in settings)
    log = ["--log", str(folder / "log"), "--options", options]
    _run([*runner, str(programs / "pg_ctl"), "--pgdata", data, "--wait", "--silent", *log, "start"])


def _run(command: list[str]) -> None:
    """Run from a folder that every user may enter; show what it said only if it failed."""
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root, so root lends the folder to another user and runs it as that one."""
    if os.geteuid() != 0:
        return []
    known = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in known else "nobody"
    shutil.chown(folder, name)
    return ["runuser", "--user", name, "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _leave(number: int, frame: FrameType | None) -> None:
    """Turn a polite request to end into an exception, so that the cluster is stopped."""
    raise SystemExit(128 + number)
