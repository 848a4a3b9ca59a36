"""``afterglow worker``: due work once a minute, apart from serving."""

from __future__ import annotations

import argparse
import threading

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_: argparse.Namespace) -> int:
    """Work until told to stop."""
    django.setup()
    from afterglow.site.ticking import keep_ticking

    keep_ticking(threading.Event())
    return 0
