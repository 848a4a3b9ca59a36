"""Medicines given in a session as needed: only what was signed for, and no oftener."""

from __future__ import annotations

from afterglow.ground.design.words import counted
from afterglow.ground.kernel.finding import Finding, Severity


def as_needed_findings(signed: str, given: int, most: int, source: str) -> tuple[Finding, ...]:
    """What holds another giving of a medicine back, ``signed`` in words: only a new signature helps."""
    if given < most:
        return ()
    words = f"{signed} was given {counted(given, 'time')}; {most} is the most that was signed for."
    return (Finding("as-needed-most", Severity.STOP, words, source, interlock=True),)
