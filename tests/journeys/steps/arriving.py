"""A referral arrives, is added to, and is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.journeys.visitor import Visitor


@dataclass(frozen=True)
class Referred:
    """Somebody who is referred, as the letter says it."""

    given: str
    family: str
    born: date
    county: str
    email: str
    text: str
    indication: str = "Depression"
    phone: str = "07700 900417"

    @property
    def name(self) -> str:
        """As a page about them is headed."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Sender:
    """Whoever writes about them."""

    name: str
    profession: str
    organisation: str
    responsible: bool = True


def enters_letter(visitor: Visitor, who: Referred, sender: Sender) -> None:
    """Enter what arrived in the post, about somebody new."""
    visitor.goes_to("/waiting/")
    visitor.presses("Enter a referral")
    _writes_down_the_patient(visitor, who)
    visitor.fills("Or a new one: their name", sender.name)
    visitor.picks("Their profession", sender.profession)
    visitor.fills("Practice or organisation", sender.organisation)
    visitor.fills("Address of the practice", f"{sender.organisation}, High Street")
    if sender.responsible:
        visitor.ticks("The doctor says that they are responsible for this patient’s care")
    visitor.picks("How did it come?", "By letter")
    visitor.picks("Who is to pay?", "pays")
    visitor.picks("What for?", who.indication)
    visitor.fills("What the referral says", who.text)
    visitor.presses("Enter the referral")


def asks_online(phone: Visitor, slug: str, who: Referred) -> None:
    """Somebody nobody knows asks for a first consultation."""
    phone.goes_to(f"/clinics/{slug}/asking/")
    phone.fills("Your name", who.name)
    phone.fills("Your phone number", who.phone)
    phone.fills("Your e-mail address", who.email)
    phone.picks("What for?", who.indication)
    phone.fills("Anything we should know before we call", who.text)
    phone.presses("Ask", exact=True)


def enters_enquiry(visitor: Visitor, who: Referred) -> None:
    """After a call: what was asked online becomes a referral from the patient alone."""
    visitor.goes_to("/waiting/")
    visitor.presses(who.name)
    visitor.presses("Enter as a referral")
    _writes_down_the_patient(visitor, who)
    visitor.picks("Who is to pay?", "pays")
    visitor.presses("Enter the referral")


def joins_care_team(visitor: Visitor, role: str, sender: Sender) -> None:
    """From the details of the patient: somebody outside who shares the care."""
    visitor.presses("Add somebody", within=visitor.card("Care team outside the clinic"), exact=True)
    visitor.picks("In this patient’s care as", role)
    visitor.fills("Or somebody new: their name", sender.name)
    visitor.picks("Their profession", sender.profession)
    visitor.fills("Practice or organisation", sender.organisation)
    visitor.fills("Address", f"{sender.organisation}, High Street")
    visitor.presses("Add to the care team")


def adds_letter_of(visitor: Visitor, doctor: str, words: str) -> None:
    """From the referral: a doctor's own letter arrived later and makes it a referral."""
    visitor.presses("Add what arrived")
    visitor.fills("What arrived?", words)
    visitor.picks("It makes this doctor the referrer", doctor)
    visitor.ticks("The doctor says that they are responsible for this patient’s care")
    visitor.presses("Add it")


def opens_referral(visitor: Visitor, name: str) -> None:
    """From the waiting list: one referral."""
    visitor.goes_to("/waiting/")
    visitor.presses(name)


def judges(visitor: Visitor, decision: str, words: str) -> None:
    """From the referral: one clinician's judgement of the whole."""
    visitor.presses("Judge this referral")
    visitor.chooses("Decision", decision)
    visitor.fills("Reason, or what is asked for and of whom", words)
    visitor.presses("Sign this judgement")


def uploads(visitor: Visitor, bundle: Path, profession: str) -> None:
    """An electronic referral: shown as it was read, and entered by a person."""
    visitor.goes_to("/referrals/upload/")
    visitor.page.get_by_label("Electronic referral").set_input_files(bundle)
    visitor.presses("Read it")
    visitor.reads("Nothing is entered yet.")
    visitor.picks("Profession of whoever refers", profession)
    visitor.ticks("The doctor says that they are responsible for this patient’s care")
    visitor.picks("Who is to pay?", "pays")
    visitor.picks("What for?", "Depression")
    visitor.presses("Enter the referral")


def _writes_down_the_patient(visitor: Visitor, who: Referred) -> None:
    visitor.fills("First names", who.given)
    visitor.fills("Family name", who.family)
    visitor.fills_day("Date of birth", who.born)
    visitor.fills("County", who.county)
    visitor.fills("E-mail address", who.email)
    visitor.fills("Phone number", who.phone)
