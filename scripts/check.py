"""What `make check` and `make fix` do: every check runs, and the last lines say which did not pass.

check.py          changes nothing
check.py --fix    mends lint, format and generated documents
"""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"
OURS = ("src", "tests", "scripts", "bench", "setup.py")
NOTHING_COLLECTED = 5


@dataclass(frozen=True)
class Check:
    """One program to run; `good` are the exit codes that mean all is well."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    good: frozenset[int] = frozenset({0})


def program(name: str, *arguments: str) -> tuple[str, ...]:
    """A program of the virtual environment."""
    return (str(BIN / name), *arguments)


def scripts() -> tuple[str, ...]:
    """The Python files outside the package that mypy reads too."""
    return tuple(str(path) for folder in ("scripts", "bench") for path in sorted((ROOT / folder).glob("*.py")))


# A generated document is held to its source by a test with "generated" in its name, which writes it when asked to.
GENERATED = program("pytest", "-q", "-p", "no:cacheprovider", "tests/laws", "-k", "generated")

CHECKS = (
    Check("lint", program("ruff", "check", "--quiet", *OURS)),
    Check("format", program("ruff", "format", "--check", "--quiet", *OURS)),
    Check("types of the package", program("mypy", "--no-error-summary")),
    Check("types of the scripts", program("mypy", "--no-error-summary", *scripts())),
    Check("import laws", program("lint-imports", "--no-logo")),
    Check("locks", program("python", "scripts/locks.py", "check")),
    Check("licences", program("python", "scripts/licences.py")),
    Check("generated documents", GENERATED, good=frozenset({0, NOTHING_COLLECTED})),
)
FIXES = (
    Check("lint", program("ruff", "check", "--quiet", "--fix", *OURS)),
    Check("format", program("ruff", "format", "--quiet", *OURS)),
    Check("generated documents", GENERATED, {"WRITE_GENERATED": "1"}, frozenset({0, NOTHING_COLLECTED})),
)


def passes(check: Check) -> bool:
    """Run one check, show what it says, and answer whether all is well."""
    print(f"== {check.name}", flush=True)
    environment = os.environ | check.environment
    done = subprocess.run(check.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    return done.returncode in check.good


def main(arguments: list[str]) -> int:
    """Run all; 1 if any did not pass."""
    failed = [check.name for check in (FIXES if "--fix" in arguments else CHECKS) if not passes(check)]
    print(f"\nNot in order: {', '.join(failed)}." if failed else "\nAll in order.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
