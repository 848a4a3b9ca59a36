"""What facilitators may write for themselves, and who could be recognised in it (L6, L7)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from afterglow.ground.kernel.finding import Finding, Severity

_ADDRESS: Final = re.compile(r"\S+@\S+\.\S+")
_NUMBERS: Final = re.compile(r"\+?\d[\d ]{6,}\d")


def full_names(text: str, family_names: Iterable[str]) -> tuple[Finding, ...]:
    """Stops for a process note with a surname of the group: first names alone are used (L6)."""
    found = sorted({name for name in family_names if _names(text, name)})
    if not found:
        return ()
    words = f"This note holds a surname: {', '.join(found)}. Write first names only."
    return (Finding("surname-in-note", Severity.STOP, words, "L6", interlock=True),)


def recognisable(text: str, names: Iterable[str]) -> tuple[Finding, ...]:
    """Stops for a case in which somebody of the group can be recognised: a name, an address, a number (L7)."""
    found = sorted({name for name in names if _names(text, name)})
    stops = []
    if found:
        words = f"This case names somebody of the group: {', '.join(found)}. It goes to the supervisor without names."
        stops.append(Finding("name-in-case", Severity.STOP, words, "L7", interlock=True))
    if _ADDRESS.search(text) or any(_tells(number) for number in _NUMBERS.findall(text)):
        words = "This case holds an e-mail address, a phone number or an NHS number. Take it out."
        stops.append(Finding("number-in-case", Severity.STOP, words, "L7", interlock=True))
    return tuple(stops)


def _names(text: str, name: str) -> bool:
    """Whether a name stands in a text as a word of its own, written as a name; many are ordinary words as well.

    Scripts that have no capitals often have no spaces either: there it is looked for anywhere.
    """
    if not name:
        return False
    if name.upper() == name.lower():
        return name in text
    spellings = {name, name.upper(), name[:1].upper() + name[1:]}
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in spellings)


def _tells(number: str) -> bool:
    return len(re.sub(r"\D", "", number)) >= 10 or number.startswith(("+", "0"))
