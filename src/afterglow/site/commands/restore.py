"""``afterglow restore``: a backup into an empty installation."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to restore."""
    parser.add_argument("file", type=Path, help="a backup written by `afterglow backup`")


def run(asked: argparse.Namespace) -> int:
    """Restore, then verify the audit trail against the heads kept in the backup; exits with 1 when anything differs."""
    django.setup()
    from afterglow.site.keeping import BackupError, restore

    try:
        chains = restore(asked.file)
    except BackupError as problem:
        print(problem, file=sys.stderr)  # noqa: T201  # the command's answer
        return 1
    print(f"Restored; {chains} audit trails hold, up to the rows they had when the backup was made.")  # noqa: T201  # the answer
    return 0
