"""``afterglow migrate``: make the database, or bring it up to date."""

from __future__ import annotations

import argparse

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_: argparse.Namespace) -> int:
    """Run every migration that has not run yet; safe to repeat."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
    return 0
