"""To whom a letter goes, and whose name and address are still missing (F24, F25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.letters import Letter, Letters, OutsideTherapist

PATIENT, REFERRER, THERAPIST = "patient", "referrer", "outside-therapist"

ROLE_WORDS = {
    PATIENT: "patient",
    REFERRER: "referrer",
    "gp": "GP",
    "psychiatrist": "psychiatrist",
    "care-coordinator": "care coordinator",
    THERAPIST: "therapist",
}


@dataclass(frozen=True)
class Known:
    """Somebody who shares the patient's care, as recorded. ``key`` is the same for the same person in two parts."""

    role: str
    key: str
    name: str
    lines: tuple[str, ...]
    """Organisation and address, a line each; empty where no address is recorded."""


@dataclass(frozen=True)
class Recipient:
    """One person a letter goes to, once, whatever parts they have. ``usual`` is whether the protocol writes to them."""

    roles: tuple[str, ...]
    key: str
    name: str
    lines: tuple[str, ...]
    usual: bool

    @property
    def role_words(self) -> str:
        """Their parts in the patient's care: ``GP and referrer``."""
        return " and ".join(ROLE_WORDS.get(role, role) for role in self.roles)

    def kept(self) -> dict[str, Any]:
        """As it is stored with the approval."""
        return asdict(self) | {"role_words": self.role_words}


def recipients_of(letter: Letter, known: Sequence[Known], therapist: OutsideTherapist) -> tuple[Recipient, ...]:
    """Everybody of the letter's list who is known, in its order, and a therapist elsewhere who may be written to.

    Somebody with two parts, such as a GP who referred, gets one letter.
    """
    order = [*letter.to, *([THERAPIST] if therapist.may_be_written_to and THERAPIST not in letter.to else [])]
    found: dict[str, Recipient] = {}
    for role in order:
        for person in (one for one in known if one.role == role):
            earlier = found.get(person.key)
            roles = (*earlier.roles, role) if earlier else (role,)
            usual = role in letter.to or (earlier is not None and earlier.usual)
            found[person.key] = Recipient(roles, person.key, person.name, person.lines, usual)
    return tuple(found.values())


def contact_findings(letter: Letter, known: Sequence[Known], letters: Letters) -> tuple[Finding, ...]:
    """What holds a letter back: a required contact without a name, or without an address to write to.

    Only contacts that this letter goes to count: nobody asks for a care team of somebody sent elsewhere. A contact
    needed only where there is one is asked for, never demanded.
    """
    contacts = letters.contacts
    found = [_missing(role, known, contacts.source) for role in contacts.required if role in letter.to]
    asked = [role for role in contacts.required_if_any if role in letter.to and not _has(role, known)]
    found += [
        Finding(
            f"ask-for-{role}",
            Severity.CAUTION,
            f"No {ROLE_WORDS[role]} is recorded. If the patient has one, add the name and address.",
            contacts.source,
        )
        for role in asked
    ]
    found += [_no_address(one, contacts.source) for one in known if one.role in letter.to and not one.lines]
    return tuple(finding for finding in found if finding is not None)


def _has(role: str, known: Sequence[Known]) -> bool:
    return any(one.role == role for one in known)


def _missing(role: str, known: Sequence[Known], source: str) -> Finding | None:
    if _has(role, known):
        return None
    words = (
        f"The name and address of the patient’s {ROLE_WORDS[role]} are not recorded. The letter cannot go without them."
    )
    return Finding(f"no-{role}", Severity.STOP, words, source, interlock=True)


def _no_address(person: Known, source: str) -> Finding:
    words = f"No address is recorded for {person.name}, {ROLE_WORDS.get(person.role, person.role)}."
    return Finding(f"no-address-{person.role}", Severity.STOP, words, source, interlock=True)
