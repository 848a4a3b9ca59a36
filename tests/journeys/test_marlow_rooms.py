"""Marlow Rooms: three routes to choose from, an injection, a therapist in the session, and the talk afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from afterglow.care.course.models import Treatment
from afterglow.demo.people import GPS, invented
from afterglow.demo.years.lives import Life
from tests.journeys.company import Company, company_of
from tests.journeys.house import House
from tests.journeys.steps import before, planning, treating, writing
from tests.journeys.steps.treating import Escort, Figures, Reading

LIFE = Life(
    invented("Elin Strand", "1984-03-08", "female", "64", "169", 404),
    "2026-04-13",
    GPS[1],
    "2026-06-30",
    (18, 16),
    code="ketamine-injection",
    indication="ptsd",
)
NAME = "Elin Strand"
TREATMENT, AFTERWARDS = date(2026, 6, 30), date(2026, 7, 1)
FIGURES = Figures(weight="64", dose="32.5", strength="50", volume="0.65")
"""0.5 mg/kg of 64 kg, rounded to 2.5 mg, drawn up undiluted at 50 mg/mL."""
BROTHER = Escort("Nils Strand")


@pytest.mark.pathway("N3", "N4", "N5", "N6", "N7", "N8", "N9", "N12")
def test_an_injection_with_a_therapist_beside(house: House) -> None:
    marlow = company_of(house, "marlow-rooms", bays=("Oak room",))
    elin = before.agreed_to_treatment(marlow, LIFE)
    treatment = _planned(marlow, elin.ref)
    _made_ready(marlow, treatment)
    _given(marlow)
    _guided(marlow)
    _goes_home(marlow)
    _written_home(marlow)


def _planned(marlow: Company, ref: str) -> Treatment:
    anders, kofi = marlow.psychiatrist, marlow.nurse
    marlow.it_is(date(2026, 6, 23), "09:00")
    anders.goes_to(f"/patients/{ref}/course/")
    anders.reads("Plan ketamine infusion", "Plan ketamine injection into a muscle", "Plan ketamine nasal spray")
    planning.works_out_days(
        anders,
        ref,
        "ketamine injection",
        first=TREATMENT,
        sessions=3,
        spacing="1 week",
        reason="Chosen together; she dislikes tubes.",
    )
    anders.presses("Plan these days")
    planning.books_next(kofi, ref, marlow.at(TREATMENT, "10:00"), "Oak room")
    return Treatment.objects.select_related("course__episode__patient").get(number=1)


def _made_ready(marlow: Company, treatment: Treatment) -> None:
    kofi, ada = marlow.nurse, marlow.second_nurse
    marlow.it_is(TREATMENT, "09:40")
    before.reviewed_and_signed(marlow, treatment, LIFE)
    treating.opens_session(kofi, NAME)
    kofi.reads("Your therapist is with you.")
    treating.settles(kofi, "Oak room")
    treating.confirms_capacity(kofi)
    treating.completes_check(kofi, BROTHER)
    treating.part(kofi, "During")
    treating.takes_reading(kofi, Reading("120/76", "70", "98"))
    treating.part(kofi, "Dose")
    treating.works_dose_out(kofi, FIGURES)
    marlow.it_is(TREATMENT, "09:55")
    treating.opens_session(ada, NAME)
    treating.part(ada, "Dose")
    treating.checks_dose(ada, FIGURES)
    ada.reads("All agree")


def _given(marlow: Company) -> None:
    kofi = marlow.nurse
    marlow.it_is(TREATMENT, "10:00")
    treating.part(kofi, "Dose")
    treating.draws_up(kofi, dose="32.5", rest="467.5")
    treating.gives(kofi, "32.5")
    for clock, reading in {
        "10:16": Reading("138/86", "82", "97", alertness="4"),
        "10:46": Reading("128/80", "76", "98"),
    }.items():
        marlow.it_is(TREATMENT, clock)
        treating.takes_reading(kofi, reading)
    treating.notes_effects(kofi, {"Feeling apart": "3", "Watching one's own thoughts": "2"})


def _guided(marlow: Company) -> None:
    june = marlow.therapist
    treating.opens_session(june, NAME)
    treating.part(june, "During")
    june.reads("A therapist guides you during the session, and you talk it over together afterwards.")
    treating.writes_note(june, "The session", "Stayed with the image of a locked house; breath slowed.")
    june.takes_picture("therapist-session", showing="Therapist")
    marlow.it_is(TREATMENT, "11:20")
    treating.writes_note(
        june, "The talk afterwards", "The house was her childhood home. Next: what she would open first."
    )
    june.reads("The house was her childhood home.")
    june.takes_picture("therapist-talk", showing="Therapist")


def _goes_home(marlow: Company) -> None:
    kofi = marlow.nurse
    marlow.it_is(TREATMENT, "11:35")
    treating.part(kofi, "During")
    treating.takes_reading(kofi, Reading("122/76", "72", "98"))
    treating.part(kofi, "Leaving")
    kofi.does_not_read("Cannula is out")
    treating.leaves(kofi, BROTHER)


def _written_home(marlow: Company) -> None:
    june, anders = marlow.therapist, marlow.psychiatrist
    marlow.it_is(AFTERWARDS, "09:00")
    writing.drafts(june, "Treatment given", NAME)
    june.does_not_read("locked house", "childhood home")
    writing.approves(anders, NAME)
    said = writing.reads_pdf(anders)
    assert "32.5 mg" in said
    assert "locked house" not in said
