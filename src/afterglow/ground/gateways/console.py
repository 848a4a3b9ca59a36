"""Gateways that lead nowhere: one writes on the terminal what would have left, one says that nothing is set up."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TextIO

from afterglow.ground.gateways.message import Letter, TryAgain


@dataclass(frozen=True)
class Console:
    """Writes every message on a stream; takes everything."""

    kind: str
    stream: TextIO = field(default_factory=lambda: sys.stderr)

    def send(self, letter: Letter) -> None:
        """Write it down."""
        subject = f" “{letter.subject}”" if letter.subject else ""
        self.stream.write(f"[{self.kind} to {letter.address}]{subject}\n{letter.text}\n")
        self.stream.flush()


class Kept:
    """Takes everything and sends nothing: a demo shows its messages on a page of its own."""

    def send(self, letter: Letter) -> None:
        """Let it pass for sent."""


@dataclass(frozen=True)
class NotSetUp:
    """Stands where an installation has no way out: nothing is taken, so that nothing passes for sent."""

    words: str

    def send(self, letter: Letter) -> None:
        """Raises TryAgain: the message waits until there is a way."""
        raise TryAgain(self.words)
