"""Who has looked at a patient's record, in a patient's words: made of the log of reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from afterglow.ground.access.models import Membership
from afterglow.ground.audit import reads
from afterglow.ground.audit.models import ReadEntry
from afterglow.ground.kernel.period import local_day
from afterglow.record.people.models import Helper, Patient

PAGES: Final[Mapping[str, str]] = {
    "assessment": "your assessment",
    "billing": "what you owe and have paid",
    "consent": "information and consent",
    "contact": "your questions and messages",
    "course": "your course of treatment",
    "diary": "the diary",
    "evaluation": "figures about everybody",
    "fhir": "referrals that were sent in",
    "followup": "how you left",
    "groups": "your groups",
    "letters": "letters",
    "outcomes": "your questionnaires",
    "people": "your details",
    "pharmacy": "the register of drugs",
    "record": "your record",
    "referral": "your referral",
    "search": "a search",
    "tasks": "work to be done for you",
    "treatment": "your treatment day",
    "worklists": "their list for the day",
}
"""The pages of each room, as a patient knows them."""

_NEWEST = 2_000
"""Entries looked at: a treatment's page that is open writes one every 20 seconds."""
_MOST = 60


@dataclass(frozen=True)
class Look:
    """Somebody looked, on a day where the clinic is, at these kinds of pages."""

    day: date
    who: str
    pages: Sequence[str]


def looks_at(patient: Patient) -> Sequence[Look]:
    """Who has looked, day by day, newest first; the patient's own reading is left out."""
    entries = list(reads.about(patient.pk, clinic_id=patient.clinic_id).order_by("-id")[:_NEWEST])
    names, zone = _names(entries, patient), ZoneInfo(patient.clinic.time_zone)
    days: dict[tuple[date, str], dict[str, None]] = {}
    for entry in entries:
        if entry.actor_kind == "account" and entry.actor_id == patient.account_id:
            continue
        room = entry.page.partition(":")[0]
        pages = days.setdefault((local_day(entry.at, zone), _who(entry, names)), {})
        pages.setdefault(PAGES.get(room, "a page about the clinic"))
    return [Look(day, who, tuple(pages)) for (day, who), pages in days.items()][:_MOST]


def _who(entry: ReadEntry, names: Mapping[int, str]) -> str:
    if entry.actor_kind == "link":
        return "You or your sitter, by a link we sent"
    return names.get(entry.actor_id or 0, "Somebody who worked here")


def _names(entries: Iterable[ReadEntry], patient: Patient) -> Mapping[int, str]:
    """Everybody who looked, by account: staff with their roles, then or now, and those who help the patient."""
    known = (entry.actor_id for entry in entries if entry.actor_kind == "account")
    accounts = {number for number in known if number is not None}
    staff = Membership.objects.filter(account_id__in=accounts, clinic_id=patient.clinic_id).select_related("account")
    roles: dict[int, tuple[str, set[str]]] = {}
    for row in staff:
        roles.setdefault(row.account_id, (str(row.account), set()))[1].add(row.role)
    helpers = Helper.objects.filter(account_id__in=accounts, patient=patient)
    return {
        **{one.account_id: f"{one.name}, who helps you" for one in helpers},
        **{account: f"{name}, {', '.join(sorted(held))}" for account, (name, held) in roles.items()},
    }
