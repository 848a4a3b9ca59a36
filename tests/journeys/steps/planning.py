"""A course is planned on open days; each dose is reviewed, signed for and booked."""

from __future__ import annotations

from datetime import date, datetime

from tests.journeys.visitor import Visitor


def works_out_days(
    visitor: Visitor, ref: str, treatment: str, *, first: date, sessions: int, spacing: str, reason: str
) -> None:
    """Choose a treatment, and look at the days on which it would be given."""
    visitor.goes_to(f"/patients/{ref}/course/")
    visitor.presses(f"Plan {treatment}")
    visitor.picks("How far apart?", spacing)
    visitor.fills("How many treatments?", str(sessions))
    visitor.fills_day("First treatment on", first)
    visitor.fills("Reason", reason)
    visitor.presses("Work out the days")


def books_next(visitor: Visitor, ref: str, starts_at: datetime, bay: str) -> None:
    """A time and a bay for the next planned treatment."""
    visitor.goes_to(f"/patients/{ref}/course/")
    visitor.presses("Book", exact=True)
    visitor.fills_moment("Day and time", starts_at)
    visitor.picks("Bay", bay)
    visitor.presses("Book", exact=True)


def reviews_dose(visitor: Visitor, ref: str, *, weight: str, response: str, side_effects: str) -> None:
    """Weight, last response, side effects, and the questions about reliance."""
    visitor.goes_to(f"/patients/{ref}/course/")
    visitor.presses("Review the dose")
    visitor.fills("Weight today", weight)
    visitor.fills("How was it after the last treatment?", response)
    visitor.fills("Side effects since then", side_effects)
    visitor.chooses("Does the patient wish for a higher dose", "No")
    visitor.chooses("Has the patient used ketamine outside the clinic?", "No")
    visitor.presses("Save the review")


def signs_direction(visitor: Visitor, ref: str, *, valid_on: date) -> None:
    """The prescriber sees the dose worked out, and signs it."""
    visitor.goes_to(f"/patients/{ref}/course/")
    visitor.presses("Sign the direction")
    visitor.fills_day("Valid on", valid_on)
    visitor.presses("Work out the dose")
    visitor.reads("What you sign")
    visitor.presses("Sign", exact=True)


def decides(visitor: Visitor, kind: str, reason: str, *, per_kg: str = "") -> None:
    """From the course: a decision about it, with its reason."""
    visitor.presses("Record a decision")
    visitor.chooses("Decision", kind)
    visitor.fills("Reason", reason)
    if per_kg:
        visitor.fills("New dose for each kg", per_kg)
    visitor.presses("Record the decision")
