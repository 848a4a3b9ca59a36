"""Tern House: no sitter, no infusion; a slow start; up to six; and a journal for the days after."""

from __future__ import annotations

from datetime import date

import pytest

from afterglow.care.course.models import Treatment
from afterglow.demo.people import GPS, invented
from afterglow.demo.years.lives import Life
from tests.journeys.company import Company, company_of
from tests.journeys.house import House
from tests.journeys.steps import before, planning, readying, treating
from tests.journeys.steps.treating import Escort, Figures, Reading

LIFE = Life(
    invented("Leila Aziz", "1994-11-03", "female", "60", "164", 304), "2026-04-13", GPS[0], "2026-06-30", (19, 16)
)
NAME = "Leila Aziz"
THE_DAY_BEFORE, TREATMENT, AFTERWARDS = date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1)
SITTER = Escort("Amal Aziz")
FIGURES = Figures(weight="60", dose="30", strength="1", volume="30", rate="45")
"""0.5 mg/kg of 60 kg at 1 mg/mL over 40 minutes."""


@pytest.mark.pathway("I1", "I2", "I3", "I6", "I8", "I9")
def test_without_a_sitter_nothing_is_given(house: House) -> None:
    tern = company_of(house, "tern-house", bays=("Quiet room",))
    leila = before.agreed_to_treatment(tern, LIFE)
    treatment = _planned(tern, leila.ref)
    _says_that_nobody_comes(tern, treatment)
    _waits_for_the_sitter(tern, treatment)
    _treated_slowly(tern)
    _taken_home_by_the_sitter(tern, treatment)


def _planned(tern: Company, ref: str) -> Treatment:
    silas, beth = tern.psychiatrist, tern.nurse
    tern.it_is(date(2026, 6, 23), "09:00")
    course = {"first": TREATMENT, "spacing": "2 per week", "reason": "First course."}
    planning.works_out_days(silas, ref, "ketamine infusion", sessions=7, **course)
    silas.reads("7 treatments planned; here it is 1 to 6. Up to 6 infusions.")
    planning.works_out_days(silas, ref, "ketamine infusion", sessions=6, **course)
    silas.does_not_read("treatments planned; here it is")
    silas.presses("Plan these days")
    planning.books_next(beth, ref, tern.at(TREATMENT, "10:00"), "Quiet room")
    return Treatment.objects.select_related("course__episode__patient").get(number=1)


def _says_that_nobody_comes(tern: Company, treatment: Treatment) -> None:
    tern.it_is(THE_DAY_BEFORE, "09:00")
    phone = tern.by_link(treatment.patient, treatment.ref)
    (told,) = readying.answers_day_before_check(phone, otherwise={"Does your sitter come": "No"})
    assert "Without a sitter we cannot give the infusion tomorrow." in told
    assert "not cancelled" not in told


def _waits_for_the_sitter(tern: Company, treatment: Treatment) -> None:
    beth = tern.nurse
    tern.it_is(TREATMENT, "09:45")
    before.reviewed_and_signed(tern, treatment, LIFE)
    treating.opens_session(beth, NAME)
    beth.reads("Without a sitter there is no infusion.")
    treating.settles(beth, "Quiet room")
    treating.confirms_capacity(beth)
    treating.completes_check(beth, None, otherwise={"Does your sitter come": "No"})
    beth.reads("No sitter is named. Here one stays with the patient: without one, no treatment.")
    before.measured_and_checked(tern, treatment)
    treating.part(beth, "Dose")
    beth.reads("No sitter is named.", "Still open")

    treating.part(beth, "Readiness")
    beth.takes_picture("nurse-no-sitter")
    treating.completes_check(beth, SITTER)
    beth.does_not_read("No sitter is named")


def _treated_slowly(tern: Company) -> None:
    beth = tern.nurse
    tern.it_is(TREATMENT, "10:00")
    treating.part(beth, "Dose")
    treating.starts(beth, rate="30")
    tern.it_is(TREATMENT, "10:10")
    treating.takes_reading(beth, Reading("128/82", "76", "98"))
    treating.sets_rate(beth, "45", "The slow start went well.")
    tern.it_is(TREATMENT, "10:45")
    beth.presses("The syringe is empty: complete")
    treating.takes_reading(beth, Reading("130/80", "76", "97"))


def _taken_home_by_the_sitter(tern: Company, treatment: Treatment) -> None:
    beth = tern.nurse
    tern.it_is(TREATMENT, "11:20")
    treating.part(beth, "During")
    treating.takes_reading(beth, Reading("122/78", "72", "98"))
    treating.part(beth, "Leaving")
    beth.reads("advised to stay with you until the next day")
    treating.leaves(beth, SITTER)
    phone = tern.on_phone(treatment.patient)
    phone.goes_to("/my/after/")
    phone.reads("Do not drive until the next day")
    tern.it_is(AFTERWARDS, "08:00")
    phone.goes_to("/my/journal/")
    phone.reads("You cannot write here yet.", "within 24 hours of each treatment", "What do you remember?")
