"""``afterglow doctor``: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import argparse

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_: argparse.Namespace) -> int:
    """Say what is wrong; exits with 1 when something must be mended."""
    django.setup()
    from afterglow.ground.access.clock import clinic_now
    from afterglow.site.health import complaints

    found = complaints(clinic_now())
    for complaint in found:
        print(f"{complaint.what}\n  To mend it: {complaint.mend}")  # noqa: T201  # the command's answer
    if not found:
        print("Nothing is wrong.")  # noqa: T201  # the command's answer
    return 1 if found else 0
