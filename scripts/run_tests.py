"""Runs the suite on SQLite and on PostgreSQL and prints one total.

    run_tests.py           everything on SQLite; rooms, laws and the smoke journey on PostgreSQL
    run_tests.py --deep    the long runs, on both

Environment: AFTERGLOW_TEST_POSTGRES names a server to use; WITHOUT_BROWSER=1 leaves the journeys out; SEED repeats a
deep run.
"""

import os
import random
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from machine import Missing, have_chromium
from postgresql import throw_away_cluster

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var/tests"
WORKERS = ("-n", "2", "--dist", "worksteal")
SLOWEST = ("--durations", "10", "--durations-min", "2")
NOTHING_COLLECTED = 5
# What forms and pages say is the same on any database: the usual run looks on SQLite, the deep run on PostgreSQL too.
OF_PAGES = (
    "tests/laws/test_bad_input.py",
    "tests/laws/test_pages.py",
    "tests/laws/test_process_notes.py",
    "tests/rooms/design",
)


@dataclass(frozen=True)
class Outcome:
    """What one run of pytest came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    sound: bool = True


def run(name: str, database: str | None, arguments: list[str]) -> Outcome:
    """Run pytest once; `database` is a URL, or None for the SQLite of the test settings."""
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    environment = {key: value for key, value in os.environ.items() if key != "AFTERGLOW_DATABASE"}
    if database:
        environment["AFTERGLOW_DATABASE"] = database
    print(f"\n== {name}: pytest {' '.join(arguments)}", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *WORKERS, *SLOWEST, f"--junit-xml={report}", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
    print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
    return read(report, code)


def read(report: Path, code: int) -> Outcome:
    """Count from pytest's own report; a run that ended without one, or badly without a failed test, failed once."""
    if code == NOTHING_COLLECTED:
        return Outcome()
    if not report.exists():
        return Outcome(failed=1, sound=False)
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314  we wrote it ourselves
    count = {key: sum(int(suite.get(key, 0)) for suite in suites) for key in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    if code and not failed:
        failed = 1
    passed = max(0, count["tests"] - count["failures"] - count["errors"] - count["skipped"])
    return Outcome(passed, failed, count["skipped"], sound=not code)


@contextmanager
def server() -> Iterator[str]:
    """The PostgreSQL to test on: the one named in the environment, else one of our own for this run."""
    named = os.environ.get("AFTERGLOW_TEST_POSTGRES")
    if named:
        yield named
        return
    print("\nStarting a throw-away PostgreSQL ...", flush=True)
    with throw_away_cluster() as url:
        yield url


def usual() -> Iterator[Outcome]:
    """What `make test` runs."""
    journeys = os.environ.get("WITHOUT_BROWSER") != "1"
    if journeys:
        have_chromium()
    with server() as url:
        yield run("sqlite", None, ["-m", "not deep" if journeys else "not deep and not journey"])
        smoke = "(not journey or smoke)" if journeys else "not journey"
        folders = ["tests/rooms", "tests/laws", "tests/journeys", *(f"--ignore={one}" for one in OF_PAGES)]
        yield run("postgresql", url, ["-m", f"not deep and {smoke}", *folders])


def deep() -> Iterator[Outcome]:
    """What `make test-deep` runs; its seed is printed so that the run can be repeated."""
    have_chromium()
    seed = os.environ.get("SEED") or str(random.randrange(2**32))
    print(f"Seed {seed}; the same run again: make test-deep SEED={seed}", flush=True)
    os.environ["SEED"] = seed
    arguments = ["-m", "deep", f"--hypothesis-seed={seed}"]
    with server() as url:
        yield run("deep-sqlite", None, arguments)
        yield run("deep-postgresql", url, [*arguments, "tests/rooms", "tests/laws"])
        yield run("pages-postgresql", url, ["-m", "not deep", *OF_PAGES])


def main(arguments: list[str]) -> int:
    """Run, print the total as the last line, and answer 1 if anything failed or nothing ran."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    try:
        outcomes = list(deep() if "--deep" in arguments else usual())
    except Missing as missing:
        print(f"\n{missing}", file=sys.stderr, flush=True)
        outcomes = [Outcome(failed=1, sound=False)]
    passed, failed, skipped = (sum(getattr(one, key) for one in outcomes) for key in ("passed", "failed", "skipped"))
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 0 if passed and all(one.sound for one in outcomes) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
