"""``afterglow restore``: a backup into an empty installation."""

from __future__ import annotations

import argparse
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to restore."""
    parser.add_argument("file", type=Path, help="a backup written by `afterglow backup`")


def run(asked: argparse.Namespace) -> int:
    """Restore, then verify the audit trail against the heads kept in the backup; exits with 1 when anything differs."""
    django.setup()
    from afterglow.site.keeping import restore

    chains = restore(asked.file)
    print(f"Restored; {chains} audit trails hold, up to the rows they had when the backup was made.")  # noqa: T201  # the answer
    return 0
