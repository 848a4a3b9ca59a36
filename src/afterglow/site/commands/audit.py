"""``afterglow audit``: does the trail still say what it said?"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import django


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
    from afterglow.ground.audit.models import ChainHead

    heads = {str(head.clinic_id): [head.number, head.seal] for head in ChainHead.objects.order_by("clinic_id")}
    print(json.dumps(heads, indent=1))  # noqa: T201  # the command's answer
    return 0


def _verify(kept: Path | None) -> int:
    from afterglow.ground.audit import chain, reads
    from afterglow.ground.audit.models import ChainHead

    heads = json.loads(kept.read_text()) if kept else {}
    sound = True
    for head in ChainHead.objects.order_by("clinic_id"):
        exported = heads.get(str(head.clinic_id))
        found = chain.verify(head.clinic_id, exported_head=tuple(exported) if exported else None)
        changed = reads.unsealed_changes(head.clinic_id)
        sound = sound and found.holds and not changed
        print(_words(found, changed), file=sys.stdout if found.holds else sys.stderr)  # the answer
    return 0 if sound else 1


def _words(found: object, changed: list[int]) -> str:
    from afterglow.ground.audit.chain import Verification

    assert isinstance(found, Verification)
    if not found.holds:
        return f"Clinic {found.clinic_id}: broken at row {found.broken_at}: {found.why}."
    if changed:
        return f"Clinic {found.clinic_id}: the log of reads was changed, as row {changed[0]} shows."
    return f"Clinic {found.clinic_id}: {found.rows} rows, all as written."
