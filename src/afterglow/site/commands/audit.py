"""``afterglow audit``: does the trail still say what it said?"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import django

from afterglow.site.unable import Unable


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the trail."""
    words = parser.add_subparsers(dest="what", required=True)
    verify = words.add_parser("verify", help="walk every clinic's chain from its first row")
    verify.add_argument("--heads", type=Path, help="heads printed earlier and kept elsewhere")
    words.add_parser("heads", help="print each chain's last number and seal, to be kept elsewhere")


def run(asked: argparse.Namespace) -> int:
    """Verify, or print the heads as JSON. Verifying exits with 1 when a chain does not hold."""
    django.setup()
    return _heads() if asked.what == "heads" else _verify(asked.heads)


def _heads() -> int:
    from afterglow.ground.audit.chain import heads

    print(json.dumps({str(clinic): head for clinic, head in heads().items()}, indent=1))  # noqa: T201  # the answer
    return 0


def _verify(kept: Path | None) -> int:
    from afterglow.ground.access.models import Clinic
    from afterglow.ground.audit.verifying import verify_all

    exported = _read_heads(kept) if kept else {}
    results = verify_all(Clinic.objects.values_list("pk", flat=True), exported)
    for found in results:
        print(found.words, file=sys.stdout if found.holds else sys.stderr)  # the answer
    return 0 if all(found.holds for found in results) else 1


def _read_heads(file: Path) -> dict[int, tuple[int, str]]:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return {int(clinic): (int(number), str(seal)) for clinic, (number, seal) in said.items()}
    except (ValueError, TypeError, AttributeError):
        raise Unable(f"{file} holds no heads: they are printed by `afterglow audit heads`.") from None
