"""``afterglow clinic``: open a clinic and name its first administrator."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import django

from afterglow.site.unable import Unable


def arguments(parser: argparse.ArgumentParser) -> None:
    """The clinic, its protocol, and who runs it."""
    parser.add_argument("slug", type=_slug, help="a short name, such as larkfield")
    parser.add_argument("file", type=Path, help="its protocol file")
    parser.add_argument("--administrator", required=True, help="name of the first administrator")
    parser.add_argument("--email", type=_mailbox, required=True, help="their mailbox")


def run(asked: argparse.Namespace) -> int:
    """Open it."""
    django.setup()
    from django.conf import settings
    from django.db import IntegrityError, transaction

    from afterglow.ground.access.acting import Refused
    from afterglow.ground.access.actor import system_actor
    from afterglow.ground.access.clinics import add_first_administrator, open_clinic
    from afterglow.ground.access.clock import clinic_now
    from afterglow.ground.access.sign_in.views import welcome_path
    from afterglow.ground.access.staff.queries import has_key
    from afterglow.ground.protocol.problem import ProtocolError

    now, text = clinic_now(), asked.file.read_text(encoding="utf-8")
    try:
        with transaction.atomic():
            clinic = open_clinic(slug=asked.slug, text=text, now=now)
            account = add_first_administrator(
                name=asked.administrator, email=asked.email, by=system_actor(clinic.pk), now=now
            )
    except (ProtocolError, Refused) as wrong:
        raise Unable(f"{asked.file} cannot be used:\n{wrong}") from None
    except IntegrityError:
        raise Unable(f"There is a clinic called “{asked.slug}” already.") from None
    print(f"{clinic.name} is open.")  # noqa: T201  # the answer
    if has_key(account):
        print(f"{asked.administrator} signs in as always, with {asked.email}.")  # noqa: T201  # the answer
    else:
        address = f"{settings.PUBLIC_URL}{welcome_path(account)}"
        print(f"{asked.administrator} chooses how to sign in here, within three days:\n{address}")  # noqa: T201  # the answer
    return 0


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,50}", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a short name: small letters, figures and hyphens")
    return text


def _mailbox(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) or len(text) > 254:
        raise argparse.ArgumentTypeError(f"“{text}” is not an e-mail address")
    return text
