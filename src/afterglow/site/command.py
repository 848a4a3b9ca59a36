"""The ``afterglow`` command: one word for each thing an installation needs done."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from afterglow.site.unable import Unable

WORDS = (
    ("serve", "serve pages, streams and monitors on one port"),
    ("worker", "do due work without serving"),
    ("tick", "do once what time makes happen"),
    ("migrate", "make the database, or bring it up to date"),
    ("clinic", "open a clinic and name its first administrator"),
    ("demo", "build and serve a synthetic year of five clinics"),
    ("protocol", "check, compare or show protocol files; put one into use"),
    ("audit", "verify the audit trail, or print its heads"),
    ("reconcile", "ask the card service about every payment once more"),
    ("backup", "write everything needed to restore this installation"),
    ("restore", "restore a backup into an empty installation"),
    ("doctor", "say what is wrong with this installation, and how to mend it"),
    ("replay", "send a monitor's recording to a bay, as the monitor would"),
    ("listen", "take what monitors send by HL7 v2 over MLLP"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it did what was asked, 1 when it could not and said why."""
    asked = _parser(sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afterglow.site.settings.live")
    # Whatever a command writes holds what was told in confidence: it belongs to this account alone.
    os.umask(0o077)
    try:
        return int(asked.run(asked))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1
    except Exception as problem:
        words = _words_for(problem)
        if not words:
            raise
        print(words, file=sys.stderr)  # noqa: T201  # the command's answer
        return 1


def port(text: str) -> int:
    """A port of this machine. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"“{text}” is not a port: give a number from 1 to 65535")
    return int(text)


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="afterglow", description="The open clinic system for ketamine therapy.")
    words = parser.add_subparsers(dest="word", required=True, metavar="command")
    for word, meaning in WORDS:
        # Only the word that was asked for is imported: the others may need much more than it does.
        chosen = words.add_parser(word, help=meaning, description=meaning[0].upper() + meaning[1:] + ".")
        if word in given[:1]:
            command = import_module(f"afterglow.site.commands.{word}")
            command.arguments(chosen)
            chosen.set_defaults(run=command.run)
    return parser


def _words_for(problem: Exception) -> str:
    """What to tell whoever typed the command; nothing where the fault is ours."""
    if isinstance(problem, Unable):
        return str(problem)
    if isinstance(problem, UnicodeDecodeError):
        return "The file is not text in UTF-8."
    if isinstance(problem, OSError) and problem.filename:
        return f"{problem.filename}: {problem.strerror}."
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    if isinstance(problem, ImproperlyConfigured):
        return str(problem)
    if isinstance(problem, DatabaseError):
        return f"The database cannot be used: {problem}\nRun `afterglow doctor`: it says what is wrong."
    return ""


if __name__ == "__main__":
    sys.exit(main())
