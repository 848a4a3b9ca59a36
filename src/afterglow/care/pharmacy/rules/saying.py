"""How the rules of this room say no: a stop that nobody can override."""

from __future__ import annotations

from afterglow.ground.kernel.finding import Finding, Severity

REGULATIONS = "cd-regulations-2001"


def interlock(code: str, words: str, source: str = REGULATIONS, how: str = "") -> Finding:
    """A stop that no signature passes: what it refuses would make the register untrue."""
    return Finding(code, Severity.STOP, words, source, how=how, interlock=True)
