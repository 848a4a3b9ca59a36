"""The ``afterglow`` command: one word for each thing an installation needs done."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

WORDS = (
    ("serve", "serve pages, streams and monitors on one port"),
    ("worker", "do due work without serving"),
    ("tick", "do once what time makes happen"),
    ("migrate", "make the database, or bring it up to date"),
    ("clinic", "open a clinic and name its first administrator"),
    ("demo", "build and serve a synthetic year of five clinics"),
    ("protocol", "check, compare or show protocol files; put one into use"),
    ("audit", "verify the audit trail, or print its heads"),
    ("backup", "write everything needed to restore this installation"),
    ("restore", "restore a backup into an empty installation"),
    ("doctor", "say what is wrong with this installation, and how to mend it"),
    ("replay", "send a monitor's recording to a bay, as the monitor would"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it did what was asked."""
    parser = argparse.ArgumentParser(prog="afterglow", description="The open clinic system for ketamine therapy.")
    words = parser.add_subparsers(dest="word", required=True, metavar="command")
    for word, meaning in WORDS:
        # Only the word that was asked for is imported: the others may need much more than it does.
        chosen = words.add_parser(word, help=meaning, description=meaning[0].upper() + meaning[1:] + ".")
        if word in (arguments if arguments is not None else sys.argv[1:])[:1]:
            command = import_module(f"afterglow.site.commands.{word}")
            command.arguments(chosen)
            chosen.set_defaults(run=command.run)
    asked = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afterglow.site.settings.live")
    return int(asked.run(asked))


if __name__ == "__main__":
    sys.exit(main())
