"""Who can see what of a patient, in a patient's words: made of the table of roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from afterglow.ground.access.roles import GRANTED, STAFF_ROLES, Permission, Role

_P = Permission

SEES: Final[Mapping[Permission, str]] = {
    _P.SEE_PATIENTS: "who you are, how to reach you, and your appointments",
    _P.SEE_RECORD: "your whole record: referral, assessment, treatments, answers and letters",
    _P.RECEIVE_REFERRALS: "your referral",
    _P.ASK_QUESTIONNAIRES: "which questionnaires you have not answered yet, but no answer",
    _P.ANSWER_PATIENTS: "what you ask us, and what we answer",
    _P.WRITE_LETTERS: "letters about you",
    _P.LEAD_GROUPS: "who is in a group that they lead",
    _P.SEE_REGISTER: "the register of drugs, in which your doses stand",
    _P.MANAGE_MONEY: "what you owe and have paid",
    _P.SEE_AUDIT: "who has opened pages about you",
    _P.EVALUATE: "figures about everybody together, without names",
}
"""What somebody with a permission gets to see of a patient; every other permission is for doing, not for seeing."""

_IN_THE_RECORD: Final = frozenset({_P.RECEIVE_REFERRALS, _P.ASK_QUESTIONNAIRES, _P.WRITE_LETTERS})
"""What goes without saying for whoever reads the whole record."""


@dataclass(frozen=True)
class Sight:
    """What everybody with one role can see."""

    role: str
    what: Sequence[str]


def sights() -> Sequence[Sight]:
    """What each role of the staff can see of a patient, as the table of roles says."""
    return [Sight(_capital(role.value), _seen(GRANTED[role])) for role in Role if role in STAFF_ROLES]


def _seen(granted: frozenset[Permission]) -> Sequence[str]:
    implied = _IN_THE_RECORD if _P.SEE_RECORD in granted else frozenset()
    return [words for permission, words in SEES.items() if permission in granted - implied]


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
