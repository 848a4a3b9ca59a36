"""``afterglow backup``: one file with the database, the keys and the heads of the audit trail."""

from __future__ import annotations

import argparse
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write it."""
    parser.add_argument("file", type=Path, help="the backup to write, ending in .tar.gz")


def run(asked: argparse.Namespace) -> int:
    """Write a backup while the clinic works on."""
    django.setup()
    from afterglow.ground.access.clock import clinic_now
    from afterglow.site.keeping import back_up

    size = back_up(asked.file, now=clinic_now())
    print(f"{asked.file}: {size:,} bytes. It holds patients' records and keys: keep it as you keep those.")  # noqa: T201  # the answer
    return 0
