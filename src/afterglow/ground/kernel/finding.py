"""What a rule has to say: a finding, with its words, its weight and its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs. Only a person ever acts on it."""

    INFO = "info"
    CAUTION = "caution"
    STOP = "stop"


@dataclass(frozen=True)
class Finding:
    """One result of a rule, for one reader, at one moment.

    ``source`` is an ID of the pathway (``F18``), a reference (``clinical.md 2.3``), or ``default`` for a
    house default. ``how`` shows how it was reached: the figures that were compared. An ``interlock`` is a
    stop that nobody can override.
    """

    code: str
    severity: Severity
    words: str
    source: str
    how: str = ""
    interlock: bool = False

    def __post_init__(self) -> None:
        if self.interlock and self.severity is not Severity.STOP:
            raise ValueError("Only a stop can be an interlock.")

    @property
    def overridable(self) -> bool:
        """Whether a prescriber may go on with a signed reason."""
        return self.severity is Severity.STOP and not self.interlock


def stops(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that hold a step back."""
    return tuple(finding for finding in findings if finding.severity is Severity.STOP)


def unresolved(findings: Iterable[Finding], overridden: Iterable[str]) -> tuple[Finding, ...]:
    """The stops that still hold: every interlock, and each clinical stop whose code no signed override names."""
    signed = frozenset(overridden)
    return tuple(finding for finding in stops(findings) if finding.interlock or finding.code not in signed)
