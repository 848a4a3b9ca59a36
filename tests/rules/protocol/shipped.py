"""The shipped protocols, for tests that look at all of them."""

from datetime import date
from functools import cache

from afterglow.ground.protocol.reading import load_protocol, version_files
from afterglow.ground.protocol.schema.protocol import Protocol

FIRST = date(2025, 9, 1)
SECOND = date(2026, 6, 1)
SYSTEMS = {"L": "harrow-lane", "F": "larkfield", "I": "tern-house", "S": "solent-mind", "N": "marlow-rooms"}


@cache
def text_of(clinic: str, version: date = FIRST) -> str:
    """The exact text of a shipped version."""
    found = {(file.clinic, file.version): file.path for file in version_files()}
    return found[clinic, version].read_text(encoding="utf-8")


@cache
def clinic(system: str, version: date = FIRST) -> Protocol:
    """The protocol of the clinic of one document, by its letter."""
    return load_protocol(text_of(SYSTEMS[system], version))
