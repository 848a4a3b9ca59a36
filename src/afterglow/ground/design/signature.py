"""A person's signature as it is shown: who, in what role, when, and the reason in their own words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Signature:
    """Everything is words already: ``when`` is such as ``10:02``."""

    name: str
    role: str
    when: str
    reason: str = ""

    @property
    def initials(self) -> str:
        """First and last letter-heads of the name, without a title."""
        parts = [part for part in self.name.split() if part.rstrip(".") not in {"Dr", "Prof", "Mr", "Mrs", "Ms", "Mx"}]
        heads = [part[0].upper() for part in parts]
        return "".join(heads[:1] + heads[1:][-1:])
