"""Whether the clinic knows those it must write to, and how a name is compared with what somebody types."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.letters import Contacts

ROLE_WORDS: Final = {
    "gp": "GP",
    "psychiatrist": "Psychiatrist",
    "care-coordinator": "Care coordinator",
    "outside-therapist": "Therapist",
}


_WITHOUT_MARK: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Letters that are written without their mark on most keyboards and that no decomposition takes apart."""


def folded(text: str) -> str:
    """A name as it is searched for: without accents, capitals and apostrophes, its words parted by single spaces.

    The same letters count as the same however they are encoded (NFC or NFD).
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_WITHOUT_MARK)
    spaced = "".join(" " if letter in "-‐‑–." or letter.isspace() else letter for letter in plain)
    return " ".join("".join(letter for letter in spaced if letter == " " or letter.isalnum()).split())


@dataclass(frozen=True)
class Known:
    """Somebody outside who shares the care: their role in it, and whether a letter can reach them."""

    role: str
    reachable: bool


def contact_findings(contacts: Contacts, known: Collection[Known]) -> tuple[Finding, ...]:
    """What is missing of the names and addresses that the clinic needs before it can write to a patient's team (F24).

    ``known`` names the roles as ``CareTeamMember.ROLES`` does.
    """
    found = []
    for role in contacts.required:
        if role in ROLE_WORDS and not _has(known, role):
            words = f"{ROLE_WORDS[role]}: the name is missing."
            found.append(Finding(f"missing-{role}", Severity.CAUTION, words, contacts.source, contacts.say))
    for role in contacts.required_if_any:
        if role in ROLE_WORDS and not _has(known, role):
            words = f"{ROLE_WORDS[role]}: ask whether the patient has one."
            found.append(Finding(f"ask-{role}", Severity.INFO, words, contacts.source, contacts.say))
    for member in known:
        if not member.reachable:
            words = f"{ROLE_WORDS.get(_recipient(member.role), member.role)}: neither an address nor an e-mail address."
            found.append(Finding(f"unreachable-{member.role}", Severity.CAUTION, words, contacts.source, contacts.say))
    return tuple(found)


def _has(known: Collection[Known], role: str) -> bool:
    return any(_recipient(member.role) == role for member in known)


def _recipient(role: str) -> str:
    return "outside-therapist" if role == "therapist" else role
