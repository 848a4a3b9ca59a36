"""The pages that can be found by a word, each for those who may open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.record.people.rules import folded

_P = Permission


@dataclass(frozen=True)
class Place:
    """A page: its title, its address by name, who may open it, and other words by which it is looked for."""

    title: str
    name: str
    permission: Permission
    also: str = ""

    @property
    def url(self) -> str:
        """Its address; empty where this site has no such page."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


PLACES = (
    Place("Today", "worklists:today", _P.SEE_PROTOCOL, "work list tasks home"),
    Place("Patients", "people:patients", _P.SEE_PATIENTS, "find people"),
    Place("Register a patient", "people:register", _P.REGISTER_PATIENTS, "new person"),
    Place("Enter a referral", "referral:receive", _P.RECEIVE_REFERRALS, "new letter gp"),
    Place("Upload a referral", "fhir:upload", _P.RECEIVE_REFERRALS, "electronic fhir file"),
    Place("Waiting list", "referral:waiting", _P.SEE_PATIENTS, "clocks triage referrals"),
    Place("Diary", "diary:diary", _P.SEE_PATIENTS, "appointments calendar bays"),
    Place("Sessions", "treatment:day", _P.SEE_RECORD, "treatments infusions today board"),
    Place("Letters", "letters:letters", _P.WRITE_LETTERS, "gp correspondence drafts"),
    Place("Patients’ questions", "contact:questions", _P.ANSWER_PATIENTS, "messages ask answers"),
    Place("Outcomes", "evaluation:outcomes", _P.EVALUATE, "results scores evaluation"),
    Place("Protocol", "protocol", _P.SEE_PROTOCOL, "limits doses rules versions sources"),
    Place("Roles", "roles", _P.SEE_PROTOCOL, "permissions who may"),
    Place("Staff", "staff", _P.MANAGE_STAFF, "invite colleagues accounts"),
    Place("Audit", "audit", _P.SEE_AUDIT, "trail log who read"),
    Place("Your sign-in", "mfa_index", _P.USE_OWN_ACCOUNT, "passkey authenticator pin password account"),
)


def find_places(*, by: Actor, words: str) -> Sequence[Place]:
    """The pages whose title or further words hold every word typed, of those the actor may open."""
    typed = folded(words).split()
    if not typed:
        return []
    known = [(place, folded(f"{place.title} {place.also}")) for place in PLACES if by.may(place.permission)]
    return [place for place, sought in known if all(word in sought for word in typed) and place.url]
