"""Two values of one protocol that cannot both be meant."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Disagreement:
    """Where it stands, what does not agree, and how it could be written."""

    path: Path
    words: str
    example: str = ""
