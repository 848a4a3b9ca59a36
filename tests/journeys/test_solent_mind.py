"""Solent Mind: somebody asks for themselves, writes down their goals, and has an infusion that is stopped early."""

from __future__ import annotations

from datetime import date

import pytest

from afterglow.care.course.models import Treatment
from afterglow.demo.people import invented
from afterglow.demo.years.lives import Life
from afterglow.record.people.models import Patient
from tests.journeys.company import Company, company_of
from tests.journeys.house import PHONE, House
from tests.journeys.steps import arriving, before, booking, planning, treating
from tests.journeys.steps.arriving import Referred
from tests.journeys.steps.treating import Escort, Figures, Reading
from tests.people import NOW

MINA = Referred(
    "Mina",
    "Sato",
    date(1979, 7, 19),
    "Solentshire",
    "mina@home.example",
    "Pain in both legs for six years. Asks whether ketamine could help.",
    indication="Lasting pain",
)
LIFE = Life(invented("Mina Sato", "1979-07-19", "female", "56", "158", 501), "2026-06-11", None, "2026-06-30", (14, 12))
TREATMENT, AFTERWARDS = date(2026, 6, 30), date(2026, 7, 1)
FIGURES = Figures(weight="56", dose="28", strength="1", volume="28", rate="42")
"""0.5 mg/kg of 56 kg at 1 mg/mL over 40 minutes."""
FRIEND = Escort("Yuki Sato")


@pytest.mark.pathway("S1", "S2", "S3", "S4", "S5", "S7", "S8", "S9")
def test_somebody_who_asks_for_herself_and_an_infusion_stopped_early(house: House) -> None:
    solent = company_of(house, "solent-mind", bays=("Room A",), since=NOW)
    mina = _asks_for_herself(solent)
    _writes_down_her_goals(solent, mina)
    treatment = before.booked(solent, LIFE, patient=mina)
    _checked_beside_one_another(solent, treatment)
    _stopped_early(solent)
    _goes_home(solent)
    _decided_further(solent, mina)


def _asks_for_herself(solent: Company) -> Patient:
    tess, viktor = solent.administrator, solent.psychiatrist
    stranger = solent.house.visited_by(size=PHONE)
    arriving.asks_online(stranger, "solent-mind", MINA)
    stranger.reads("We have your question")
    arriving.enters_enquiry(tess, MINA)
    tess.reads("From the patient", "First consultation free", "Nothing: who refers")
    tess.takes_picture("administrator-self-enquiry")
    mina = Patient.objects.get()
    arriving.opens_referral(viktor, MINA.name)
    viktor.reads("Nothing: who refers")
    arriving.judges(viktor, "Accept", "A first conversation first.")
    booking.opens_details(tess, MINA.name)
    tess.presses("Let them sign in")
    return mina


def _writes_down_her_goals(solent: Company, mina: Patient) -> None:
    phone = solent.on_phone(mina)
    phone.goes_to("/my/goals/")
    phone.fills("What do you hope will change?", "To walk to the shore again.")
    phone.fills("What do you expect of the treatment itself?", "Some days with less pain.")
    phone.takes_picture("patient-goals")
    phone.presses("Save", exact=True)
    viktor = solent.psychiatrist
    viktor.goes_to(f"/patients/{mina.ref}/assessment/")
    viktor.reads("To walk to the shore again.", "Some days with less pain.")


def _checked_beside_one_another(solent: Company, treatment: Treatment) -> None:
    amy = solent.nurse
    phone = solent.on_phone(treatment.patient)
    solent.it_is(date(2026, 6, 29), "09:00")
    phone.goes_to("/my/")
    phone.reads("Do not eat after 03:30. Water is fine until 07:30.", "loose clothes in layers")
    phone.takes_picture("patient-before")
    solent.it_is(TREATMENT, "09:45")
    before.reviewed_and_signed(solent, treatment, LIFE)
    treating.opens_session(amy, MINA.name)
    treating.settles(amy, "Room A")
    treating.confirms_capacity(amy)
    treating.completes_check(amy, FRIEND)
    treating.part(amy, "During")
    treating.takes_reading(amy, Reading("118/72", "68", "99"))
    treating.part(amy, "Dose")
    treating.works_dose_out(amy, FIGURES)
    solent.it_is(TREATMENT, "09:58")
    treating.part(amy, "Dose")
    treating.checks_dose_beside(amy, FIGURES, "Tom Adeyemi")
    amy.reads("All agree", "Tom Adeyemi")


def _stopped_early(solent: Company) -> None:
    amy = solent.nurse
    solent.it_is(TREATMENT, "10:00")
    treating.draws_up(amy, dose="28", rest="172")
    treating.starts(amy)
    solent.it_is(TREATMENT, "10:12")
    treating.takes_reading(amy, Reading("132/80", "80", "98"))
    treating.notes_effects(amy, {"Nausea": "3", "Dizzy": "2"}, "Please make it slower.")
    amy.presses("Pause")
    amy.reads("Paused")
    solent.it_is(TREATMENT, "10:17")
    amy.presses("Resume")
    solent.it_is(TREATMENT, "10:22")
    amy.chooses("Why is it stopped?", "The patient asks")
    amy.page.locator("#stop").get_by_label("In words").fill("Vomits, and wishes to stop.")
    amy.presses("Stop the infusion")
    amy.reads("Recovering")
    amy.takes_picture("nurse-stopped")


def _goes_home(solent: Company) -> None:
    amy = solent.nurse
    for clock, reading in {"10:40": Reading("124/76", "74", "98"), "11:25": Reading("118/72", "70", "99")}.items():
        solent.it_is(TREATMENT, clock)
        treating.part(amy, "During")
        treating.takes_reading(amy, reading)
    treating.part(amy, "Leaving")
    treating.leaves(amy, FRIEND)


def _decided_further(solent: Company, mina: Patient) -> None:
    viktor = solent.psychiatrist
    solent.it_is(AFTERWARDS, "09:00")
    viktor.goes_to(f"/patients/{mina.ref}/course/")
    viktor.reads("Nausea or vomiting")
    planning.decides(viktor, "Change the dose", "Sick at half the dose.", per_kg="0.4")
    viktor.reads("Sick at half the dose.")
