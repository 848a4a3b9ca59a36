"""The patient reads what treatment is and asks of them, and agrees."""

from __future__ import annotations

from collections.abc import Sequence

from tests.journeys.visitor import Visitor


def works_out_cost(phone: Visitor, way: str, travel: str, hours: str) -> None:
    """What treatment would cost, from one's own figures."""
    phone.goes_to("/my/information/cost/")
    phone.chooses("Which treatment?", way)
    phone.fills("Travel, there and back", travel)
    phone.fills("Hours away from home or work", hours)
    phone.presses("Work it out")


def reads_information(phone: Visitor) -> None:
    """Everything that consent rests on."""
    phone.goes_to("/my/information/")
    phone.presses("I have read")


def chooses_about_data(phone: Visitor, *, evaluation: bool, research: bool) -> None:
    """Two choices, each on its own."""
    phone.goes_to("/my/information/data/")
    phone.chooses("May answers be used", "Yes" if evaluation else "No")
    phone.chooses("May we ask about joining research", "Yes" if research else "No")
    phone.presses("Save my choices")


def records_consent(visitor: Visitor, ref: str, name: str, covered: Sequence[str]) -> None:
    """The clinician writes down exactly what was agreed."""
    visitor.goes_to(f"/patients/{ref}/consent/")
    visitor.presses("Record consent")
    for item in covered:
        visitor.ticks(item)
    visitor.fills("Name, as signed", name)
    visitor.chooses("Does the patient agree?", "Yes")
    visitor.chooses("Does the patient have capacity to decide about this treatment now?", "Yes")
    visitor.fills("How you came to that", "Understands, remembers, weighs it up, and says the choice.")
    visitor.presses("Record consent", exact=True)
