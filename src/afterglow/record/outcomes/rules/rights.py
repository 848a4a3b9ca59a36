"""By what right each instrument's words are shown, read from the record kept beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files

from afterglow.record.outcomes.rules.instrument import Instrument, shown_text

_LINE = re.compile(r"^- (?P<name>[A-Z][a-z ]+): (?P<value>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Rights:
    """Who holds the words, what they allow, where that was read and when, and the hash of what we show."""

    holder: str
    permission: str
    source: str
    checked: date
    text_hash: str


def rights_of(instrument: Instrument) -> Rights:
    """The record of rights that ships beside the instrument. It covers the words we ship, not a clinic's own text."""
    text = (files("afterglow.record.outcomes") / "instruments" / instrument.code / "rights.md").read_text("utf-8")
    lines = {match["name"]: match["value"] for match in _LINE.finditer(text)}
    return Rights(
        lines["Holder"],
        lines["Permission"],
        lines["Source"],
        date.fromisoformat(lines["Checked"]),
        lines["Text hash"],
    )


def text_hash(instrument: Instrument) -> str:
    """SHA-256 of every word shown: instruction, items and options."""
    return sha256(shown_text(instrument).encode()).hexdigest()
