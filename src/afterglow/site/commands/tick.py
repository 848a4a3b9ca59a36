"""``afterglow tick``: do once what time makes happen."""

from __future__ import annotations

import argparse

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_: argparse.Namespace) -> int:
    """Do all due work and say how much there was."""
    django.setup()
    from django.db import connection

    from afterglow.ground.access.clock import clinic_now
    from afterglow.site.ticking import clear_away, do_due_work

    # Without a database every room would fail in its own way.
    connection.ensure_connection()
    done = do_due_work(clinic_now())
    clear_away()
    for room, count in done.items():
        print(f"{room}: {count}")  # noqa: T201  # the command's answer
    return 0
