"""``afterglow reconcile``: ask the card service about every payment once more, and take over what it says."""

from __future__ import annotations

import argparse
from datetime import timedelta

import django

from afterglow.site.unable import Unable


def arguments(parser: argparse.ArgumentParser) -> None:
    """How far back to ask."""
    parser.add_argument("--days", type=_days, default=30, help="payments begun in the last so many days (30)")


def run(asked: argparse.Namespace) -> int:
    """Say of each payment that stood otherwise than we thought; a payment is named by its reference alone."""
    django.setup()
    from afterglow.ground.access.clock import clinic_now
    from afterglow.ground.access.models import Clinic
    from afterglow.ground.gateways import chosen
    from afterglow.ground.gateways.payments.payment import NotSetUp
    from afterglow.office.billing.actions.reconciling import reconcile

    now = clinic_now()
    for clinic in Clinic.objects.order_by("pk"):
        try:
            chosen.payments(clinic.slug, now=now)
        except NotSetUp:
            print(f"{clinic.name} has no account for card payments.")  # noqa: T201  # the command's answer
        except ValueError as wrong:
            raise Unable(str(wrong)) from None
    found = list(reconcile(since=now - timedelta(days=asked.days), now=now))
    for one in found:
        print(one.words)  # noqa: T201  # the command's answer
    if not found:
        print("Every payment stands as it was thought to.")  # noqa: T201  # the command's answer
    return 0


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 3650):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of days: give one from 1 to 3650")
    return int(text)
