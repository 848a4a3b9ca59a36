"""``afterglow protocol``: check, compare, show and put into use a clinic's protocol files."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.site.unable import Unable

if TYPE_CHECKING:
    from afterglow.ground.protocol.schema.protocol import Protocol


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which files."""
    words = parser.add_subparsers(dest="what", required=True)
    check = words.add_parser("check", help="say what is wrong with protocol files, line by line")
    check.add_argument("files", nargs="*", type=Path, help="files to check (default: those shipped)")
    diff = words.add_parser("diff", help="two versions side by side, in clinical words")
    diff.add_argument("older", type=Path)
    diff.add_argument("newer", type=Path)
    show = words.add_parser("show", help="a protocol readably, with its sources")
    show.add_argument("file", type=Path)
    activate = words.add_parser("activate", help="put a version into use")
    activate.add_argument("clinic", help="the clinic's short name")
    activate.add_argument("file", type=Path)


def run(asked: argparse.Namespace) -> int:
    """Do it. ``check`` exits with 1 when something is wrong."""
    return {"check": _check, "diff": _diff, "show": _show, "activate": _activate}[asked.what](asked)


def _check(asked: argparse.Namespace) -> int:
    from afterglow.ground.protocol.checking import check
    from afterglow.ground.protocol.reading import version_files

    problems = check(asked.files or [file.path for file in version_files()])
    for problem in problems:
        print(problem)  # noqa: T201  # the command's answer
    if not problems:
        print("Nothing is wrong.")  # noqa: T201  # the command's answer
    return 1 if problems else 0


def _diff(asked: argparse.Namespace) -> int:
    from afterglow.ground.protocol.diff import render_diff

    older, newer = (_read(path) for path in (asked.older, asked.newer))
    print(render_diff(older, newer))  # noqa: T201  # the command's answer
    return 0


def _show(asked: argparse.Namespace) -> int:
    from afterglow.ground.protocol.show import render_show

    print(render_show(_read(asked.file)))  # noqa: T201  # the command's answer
    return 0


def _activate(asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from afterglow.ground.access.acting import Refused
    from afterglow.ground.access.actor import system_actor
    from afterglow.ground.access.clock import clinic_now
    from afterglow.ground.access.models import Clinic
    from afterglow.ground.access.protocols import activate_from_command_line

    clinic = Clinic.objects.filter(slug=asked.clinic).first()
    if clinic is None:
        known = ", ".join(Clinic.objects.order_by("slug").values_list("slug", flat=True))
        raise Unable(f"There is no clinic called “{asked.clinic}”. There is: {known or 'none yet'}.")
    _read(asked.file)
    text = asked.file.read_text(encoding="utf-8")
    try:
        made = activate_from_command_line(text=text, by=system_actor(clinic.pk), now=clinic_now())
    except Refused as refused:
        raise Unable(str(refused)) from None
    version: date = made.version
    print(f"{clinic.name} works under version {version} from that day on.")  # noqa: T201  # the command's answer
    return 0


def _read(file: Path) -> Protocol:
    from afterglow.ground.protocol.problem import ProtocolError
    from afterglow.ground.protocol.reading import load_protocol

    try:
        return load_protocol(file.read_text(encoding="utf-8"), str(file))
    except ProtocolError as wrong:
        raise Unable(str(wrong)) from None
