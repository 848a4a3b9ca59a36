"""What may stand in the repository: our own work, no machine's paths, invented people, and no hidden clock."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = (".ci", "bench", "docs", "scripts", "src", "tests")
MADE_HERE = [line.rstrip("/").rpartition("/")[2] for line in (ROOT / ".gitignore").read_text().split()]
PICTURES = {".png", ".ico", ".jpg", ".webp"}
LOCKS = {"package-lock.json", "requirements.lock", "requirements-dev.lock"}

# Written in two halves, so that this file does not find itself.
MACHINE_PATHS = re.compile(r"/(?:wo" r"rk|fa" r"rm|ro" r"ot|Us" r"ers)/|bash" r"_jobs")
REGISTRIES = re.compile(r"(?:py" r"pi|python" r"hosted|npm" r"js|yarn" r"pkg)\.[a-z]+", re.I)
MAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})\b")
PHONE = re.compile(r"(?<![\d.])(?:0\d{4} \d{6}|0\d{4} \d{3} \d{3}|02\d \d{4} \d{4})(?!\d)")
RESERVED_PHONE = re.compile(r"01632 ?960 ?\d{3}|07700 ?900 ?\d{3}|020 7946 0\d{3}")
FOREIGN_LICENCE = re.compile(r"copyright \(c\)|permission is hereby" r" granted|@lic" r"ense", re.I)
FOREIGN_KINDS = {".woff", ".woff2", ".ttf", ".otf", ".eot", ".map", ".whl", ".tgz", ".zip", ".jar"}

CLOCK_OWNER = "src/afterglow/ground/kernel/clock.py"
CLOCK_CALLS = {"now", "utcnow", "today", "localtime", "localdate", "Now"}
CLOCK_SOURCES = {"datetime", "date", "timezone", "functions"}
CLOCK_SQL = re.compile(r"\bcurrent_timestamp\b|\bnow\(\)|datetime\('now'", re.I)


def files() -> list[Path]:
    """Every file a fresh clone holds."""
    inside = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    top = (path for path in ROOT.iterdir() if path.name != ".git")
    return [path for path in (*inside, *top) if path.is_file() and not is_made_here(path.relative_to(ROOT))]


def is_made_here(path: Path) -> bool:
    """Whether a set-up or a tool made this, as .gitignore says."""
    return any(fnmatch(part, pattern) for part in path.parts for pattern in MADE_HERE)


def texts() -> list[tuple[str, str]]:
    """Name and text of every file that is text."""
    return [(str(path.relative_to(ROOT)), path.read_text()) for path in files() if path.suffix not in PICTURES]


def found(pattern: re.Pattern[str], *leaving_out: str) -> list[str]:
    """Where a pattern stands in the repository."""
    return [
        f"{name}: {match.group()}"
        for name, text in texts()
        if name not in leaving_out
        for match in pattern.finditer(text)
    ]


def clock_readings(tree: ast.AST) -> Iterator[int]:
    """The lines of a module that ask a clock, in Python or in the database."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=source) | ast.Attribute(attr=source), attr=called):
                asks = (called in CLOCK_CALLS and source in CLOCK_SOURCES) or (source, called) == ("time", "time")
            case ast.ImportFrom(module=str(module), names=names) if module.startswith("django"):
                asks = any(alias.name in {"Now", "now"} for alias in names)
            case ast.keyword(arg=name):
                asks = name in {"auto_now", "auto_now_add"}
            case ast.Constant(value=str(words)):
                asks = bool(CLOCK_SQL.search(words))
            case _:
                asks = False
        if asks:
            yield getattr(node, "lineno", 0)


def test_no_path_of_a_machine() -> None:
    assert found(MACHINE_PATHS) == []


def test_no_host_of_a_registry() -> None:
    assert found(REGISTRIES) == []


def test_every_mail_address_is_invented() -> None:
    assert [hit for hit in found(MAIL, *LOCKS) if not hit.endswith(".example")] == []


def test_every_phone_number_is_from_a_range_kept_for_stories() -> None:
    assert [hit for hit in found(PHONE, *LOCKS) if not RESERVED_PHONE.search(hit)] == []


def test_no_file_of_another_project() -> None:
    minified = [path for path in files() if ".min." in path.name or path.suffix in FOREIGN_KINDS]
    assert minified == []
    assert found(FOREIGN_LICENCE, "LICENSE") == []


def test_only_the_kernel_reads_a_clock() -> None:
    sources = [(name, text) for name, text in texts() if name.startswith("src/") and name.endswith(".py")]
    readings = [
        f"{name}:{line}" for name, text in sources if name != CLOCK_OWNER for line in clock_readings(ast.parse(text))
    ]
    assert readings == []


@pytest.mark.parametrize(
    "line",
    [
        "when = timezone.now()",
        "when = django.utils.timezone.now()",
        "field = DateTimeField(default=timezone.now)",
        "field = DateTimeField(auto_now=True)",
        "field = DateTimeField(auto_now_add=True)",
        "field = DateTimeField(db_default=functions.Now())",
        "from django.db.models.functions import Now",
        "when = datetime.now(UTC)",
        "when = datetime.datetime.now()",
        "day = date.today()",
        "seconds = time.time()",
        "sql = 'select current_timestamp'",
    ],
)
def test_a_hidden_clock_is_found(line: str) -> None:
    assert list(clock_readings(ast.parse(line)))


@pytest.mark.parametrize(
    "line", ["def act(*, now): return now", "start = time.monotonic()", "day = period.local_day(now)"]
)
def test_a_time_handed_on_is_no_clock(line: str) -> None:
    assert not list(clock_readings(ast.parse(line)))


def test_every_package_file_is_empty() -> None:
    full = [path for path in files() if path.name == "__init__.py" and path.read_text().strip()]
    assert full == []
