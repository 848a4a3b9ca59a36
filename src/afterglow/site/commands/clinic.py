"""``afterglow clinic``: open a clinic and name its first administrator."""

from __future__ import annotations

import argparse
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """The clinic, its protocol, and who runs it."""
    parser.add_argument("slug", help="a short name, such as larkfield")
    parser.add_argument("file", type=Path, help="its protocol file")
    parser.add_argument("--administrator", required=True, help="name of the first administrator")
    parser.add_argument("--email", required=True, help="their mailbox")


def run(asked: argparse.Namespace) -> int:
    """Open it."""
    django.setup()
    from afterglow.ground.access.actor import system_actor
    from afterglow.ground.access.clinics import add_first_administrator, open_clinic
    from afterglow.ground.access.clock import clinic_now

    now = clinic_now()
    clinic = open_clinic(slug=asked.slug, text=asked.file.read_text(), now=now)
    add_first_administrator(name=asked.administrator, email=asked.email, by=system_actor(clinic.pk), now=now)
    print(f"{clinic.name} is open. {asked.administrator} signs in with {asked.email}.")  # noqa: T201  # the answer
    return 0
