"""Times are booked, and people come."""

from __future__ import annotations

from datetime import datetime

from tests.journeys.visitor import Visitor


def books_consultation(visitor: Visitor, name: str, starts_at: datetime, doctor: str) -> None:
    """From the waiting list: the first consultation, an hour with one doctor."""
    visitor.goes_to("/waiting/")
    visitor.presses(f"Book {name}")
    visitor.picks("What for?", "First consultation")
    visitor.fills_moment("Starts at", starts_at)
    visitor.fills("Length", "60")
    visitor.picks("With", doctor)
    visitor.presses("Book", exact=True)


def notes_that_they_came(visitor: Visitor, name: str) -> None:
    """In today's diary."""
    visitor.goes_to("/diary/")
    visitor.presses(f"Has come {name}")


def opens_details(visitor: Visitor, name: str) -> None:
    """Found by name among the patients, and from their record on to their details."""
    visitor.goes_to("/patients/")
    visitor.fills("Name or NHS number", name)
    visitor.presses("Find", within=visitor.card("Find"), exact=True)
    visitor.presses(name)
    visitor.presses("Details")


def lets_sign_in(visitor: Visitor, email: str) -> None:
    """From the details: the patient gets an address, and an account of their own."""
    visitor.presses("Put details right")
    visitor.fills("E-mail address", email)
    visitor.presses("Save", exact=True)
    visitor.presses("Let them sign in")
