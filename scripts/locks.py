"""The locks: exact versions with hashes and without addresses, made from pyproject.toml and package.json.

    locks.py check    says which lock no longer belongs to its source; asks nobody and changes nothing
    locks.py write    resolves the Python locks again, asking this machine's package index

Each Python lock carries in its first line the fingerprint of the requirements it was made from.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = (
    "--quiet",
    "--no-header",
    "--no-annotate",
    "--generate-hashes",
    "--allow-unsafe",  # setuptools builds the editable install, so it is locked too
    "--strip-extras",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
)


@dataclass(frozen=True)
class Lock:
    """One lock file: the parts of pyproject.toml it answers, and the lock whose versions it starts from."""

    name: str
    parts: tuple[str, ...]
    keeps_versions_of: str | None = None


LOCKS = (
    Lock("requirements-dev.lock", ("build", "runtime", "dev")),
    Lock("requirements.lock", ("build", "runtime"), keeps_versions_of="requirements-dev.lock"),
    Lock("requirements-node.lock", ("node",)),
    Lock("requirements-postgresql.lock", ("postgresql",)),
)


def wanted(lock: Lock) -> list[str]:
    """The requirements of pyproject.toml that this lock answers."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    parts: dict[str, list[str]] = {
        "build": project["build-system"]["requires"],
        "runtime": project["project"]["dependencies"],
        "dev": project["project"]["optional-dependencies"]["dev"],
        **project["dependency-groups"],
    }
    return sorted(requirement for part in lock.parts for requirement in parts[part])


def first_line(lock: Lock) -> str:
    """The line that ties a lock to its source."""
    fingerprint = hashlib.sha256(json.dumps(wanted(lock)).encode()).hexdigest()
    return f"# made by `make lock` from pyproject.toml, whose requirements were {fingerprint}"


def write(lock: Lock) -> None:
    """Resolve one lock. Versions already in it stay unless pyproject.toml forbids them."""
    target = ROOT / lock.name
    if lock.keeps_versions_of:
        shutil.copyfile(ROOT / lock.keeps_versions_of, target)
    subprocess.run(
        [sys.executable, "-m", "piptools", "compile", *OPTIONS, "--output-file", lock.name, "-"],
        cwd=ROOT,
        check=True,
        text=True,
        input="\n".join(wanted(lock)),
        env=os.environ | {"PIP_QUIET": "2"},
    )
    target.write_text(f"{first_line(lock)}\n{target.read_text().lstrip()}")


def stale_npm_lock() -> list[str]:
    """Why package-lock.json does not belong to package.json, if so."""
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    found = []
    if any(package.get(part) != lock[""].get(part) for part in ("dependencies", "devDependencies")):
        found.append("package-lock.json does not match package.json: run npm install")
    if any("resolved" in entry for entry in lock.values()):
        found.append("package-lock.json says where packages were fetched from: run npm install with our .npmrc")
    return found


def stale_locks() -> list[str]:
    """What is wrong with the locks, one sentence each."""
    found = stale_npm_lock()
    for lock in LOCKS:
        text = (ROOT / lock.name).read_text() if (ROOT / lock.name).exists() else ""
        if not text.startswith(first_line(lock) + "\n"):
            found.append(f"{lock.name} does not match pyproject.toml: run make lock")
        if "://" in text:
            found.append(f"{lock.name} holds an address: run make lock")
    return found


def main(verb: str) -> int:
    """Write or check all locks; 1 when a lock is stale."""
    if verb == "write":
        for lock in LOCKS:
            print(f"Locking {lock.name} ...", flush=True)
            write(lock)
    problems = stale_locks()
    print("\n".join(problems) or "The locks match their sources.")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
