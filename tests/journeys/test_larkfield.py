"""Larkfield, self-pay and inside a hospital: the whole way, from a letter that is no referral to the letter home."""

from __future__ import annotations

from datetime import date

import pytest

from afterglow.care.course.models import Treatment
from afterglow.record.outcomes.models import Request
from afterglow.record.people.models import Patient
from tests.journeys.company import Company, company_of
from tests.journeys.house import House
from tests.journeys.steps import (
    agreeing,
    answering,
    arriving,
    assessing,
    booking,
    planning,
    readying,
    treating,
    writing,
)
from tests.journeys.steps.arriving import Referred, Sender
from tests.journeys.steps.assessing import Measured
from tests.journeys.steps.treating import Escort, Figures, Reading
from tests.people import NOW

RUTH = Referred(
    "Ruth",
    "Ellery",
    date(1984, 5, 17),
    "Northshire",
    "ruth@home.example",
    "Depression for four years. Sertraline and venlafaxine at full dose brought little. No psychosis, no mania.",
)
THERAPIST = Sender("Nell Carver", "Psychotherapist", "Carver Therapy", responsible=False)
GP = Sender("Dr Moira Osei", "GP", "Castle Street Practice")
PSYCHIATRIST = Sender("Dr Peter Lindqvist", "Psychiatrist", "Northshire Community Team")
SAM = Escort("Sam Ellery")

CONSULTATION, CONSENT = date(2026, 6, 16), date(2026, 6, 18)
THE_DAY_BEFORE, TREATMENT, AFTERWARDS = date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1)
FIGURES = Figures(weight="70", dose="35", strength="1", volume="35", rate="52.5")
_OUT_OF_SIGHT = """() => {
  const register = document.querySelector(".ag-scroll:has(> .ag-register)");
  return register.scrollWidth - register.clientWidth;
}"""
"""How many pixels of the register's columns lie beyond its edge."""
"""0.5 mg/kg of 70 kg at 1 mg/mL over 40 minutes."""


@pytest.mark.smoke
@pytest.mark.pathway("F4", "F6", "F12", "F16", "F17", "F18", "F24", "F35", "F36")
def test_from_a_letter_that_is_no_referral_to_the_letter_home(house: House) -> None:
    larkfield = company_of(house, "larkfield", bays=("Bay 1", "Bay 2"), since=NOW)
    ruth = _referred(larkfield)
    _assessed(larkfield, ruth)
    _says_how_low(larkfield, ruth)
    _agreed(larkfield, ruth)
    _planned(larkfield, ruth)
    _made_ready(larkfield, ruth)
    _treated(larkfield, ruth)
    _accounted_for(larkfield)
    _written_home(larkfield, ruth)


def _referred(larkfield: Company) -> Patient:
    joanne, hannah = larkfield.administrator, larkfield.psychiatrist
    arriving.enters_letter(joanne, RUTH, THERAPIST)
    joanne.reads("A psychotherapist’s letter is welcome support; it is not a referral")
    arriving.opens_referral(hannah, RUTH.name)
    arriving.judges(hannah, "Ask for more", "A letter from the GP, please.")

    booking.opens_details(joanne, RUTH.name)
    arriving.joins_care_team(joanne, "GP", GP)
    arriving.joins_care_team(joanne, "Psychiatrist", PSYCHIATRIST)
    joanne.presses("Let them sign in")
    arriving.opens_referral(joanne, RUTH.name)
    arriving.adds_letter_of(joanne, GP.name, "I refer her for assessment.")
    joanne.reads("Nothing: who refers, where the patient lives and who pays are as the protocol asks.")
    arriving.opens_referral(hannah, RUTH.name)
    hannah.takes_picture("psychiatrist-referral")
    arriving.judges(hannah, "Accept", "Two full trials; nothing speaks against an assessment.")
    joanne.goes_to("/today/")
    joanne.takes_picture("administrator-today")
    booking.books_consultation(joanne, RUTH.name, larkfield.at(CONSULTATION, "11:00"), "Hannah")
    return Patient.objects.get(family_name=RUTH.family)


def _assessed(larkfield: Company, ruth: Patient) -> None:
    joanne, hannah, priya = larkfield.administrator, larkfield.psychiatrist, larkfield.nurse
    larkfield.it_is(CONSULTATION, "11:00")
    booking.notes_that_they_came(joanne, RUTH.name)

    assessing.opens_assessment(priya, ruth.ref)
    assessing.measures(priya, Measured("70", "168", "124/78", "72"))
    assessing.writes_medicine(priya, "Venlafaxine", "150 mg daily")
    assessing.writes_medicine(priya, "Diazepam", "5 mg as needed")
    priya.presses("The list is right today")
    priya.reads("Ringing in the ears after ketamine may be likelier. Do not stop it.", "Probably lowers the effect")

    assessing.opens_assessment(hannah, ruth.ref)
    assessing.writes_goals(hannah, "To work again, and to laugh with my children.", "It may not help me.")
    assessing.writes_history(hannah, {"Mental health": "Depression since 2022, no psychosis, no mania."})
    assessing.writes_what_was_tried(hannah, "Sertraline", "150 mg for 5 months", "Some benefit")
    assessing.asks_about_conditions(hannah, ["PTSD"])
    hannah.reads("Psychotherapy and another team are needed at the same time.")
    hannah.takes_picture("psychiatrist-assessment")
    assessing.decides(hannah, "Two adequate trials without lasting benefit.")
    hannah.reads("Treatment is suitable")


def _says_how_low(larkfield: Company, ruth: Patient) -> None:
    asked = Request.objects.get(patient=ruth, instrument="phq-9")
    phone = larkfield.by_link(ruth, asked.ref)
    phone.takes_picture("patient-question")
    answering.answers(phone, {9: "Several days"}, usually="More than half the days", upto=9)
    phone.reads("You do not have to manage this alone", "Northshire crisis team", "01632 960771")
    phone.reads("Waiting for the nurse on duty. If you need help now, do not wait.")
    phone.does_not_read("Ruth", "Ellery")
    phone.takes_picture("patient-help")

    priya = larkfield.nurse
    answering.takes_on(priya, "Call")
    priya.takes_picture("nurse-safety-task")
    phone.presses("Look again")
    phone.reads("Priya Shah has read your answer and will call you.")
    answering.finishes(priya, "Spoke with her: passive thoughts, no plan, safety plan gone through.")
    phone.presses("Go on with the questions")
    answering.answers(phone, {}, usually="Very difficult", upto=10)
    answering.sends(phone)


def _agreed(larkfield: Company, ruth: Patient) -> None:
    phone, hannah = larkfield.on_phone(ruth), larkfield.psychiatrist
    phone.goes_to("/my/")
    phone.reads("Your first consultation")
    phone.goes_to("/my/information/")
    phone.reads("What treatment asks of you in the long run", "Ketamine infusion £225 for each treatment")
    phone.takes_picture("patient-information")
    agreeing.works_out_cost(phone, "Ketamine infusion", "30", "6")
    phone.reads("First year: £4,590", "First 5 years: £17,850")
    agreeing.reads_information(phone)
    agreeing.chooses_about_data(phone, evaluation=True, research=False)

    larkfield.it_is(CONSENT, "15:00")
    agreeing.records_consent(hannah, ruth.ref, RUTH.name, ["Procedure", "Risks", "Benefits", "Alternatives"])
    hannah.reads("Consent holds", "read on their own pages", "version of 1 June 2026")


def _planned(larkfield: Company, ruth: Patient) -> None:
    hannah, priya = larkfield.psychiatrist, larkfield.nurse
    planning.works_out_days(
        hannah, ruth.ref, "ketamine infusion", first=TREATMENT, sessions=4, spacing="1 week", reason="First course."
    )
    hannah.presses("Plan these days")
    hannah.reads("Tuesday 30 June", "Tuesday 21 July")
    hannah.takes_picture("psychiatrist-course")
    planning.books_next(priya, ruth.ref, larkfield.at(TREATMENT, "10:00"), "Bay 2")


def _made_ready(larkfield: Company, ruth: Patient) -> None:
    treatment = Treatment.objects.get(course__episode__patient=ruth, number=1)
    larkfield.it_is(THE_DAY_BEFORE, "09:00")
    phone = larkfield.by_link(ruth, treatment.ref)
    phone.takes_picture("patient-day-before")
    told = readying.answers_day_before_check(phone, otherwise={"Will you take diazepam": "Yes, or I might"})
    assert ["Your treatment is not cancelled" in page for page in told] == [True]
    phone.reads("That is everything for tonight", "A nurse will call you today before 17:30")

    hannah, priya = larkfield.psychiatrist, larkfield.nurse
    answering.takes_on(priya, f"Call {RUTH.name}")
    answering.finishes(priya, "Spoke with her: she leaves the diazepam out.")
    larkfield.it_is(TREATMENT, "09:50")
    planning.reviews_dose(priya, ruth.ref, weight="70", response="This is the first.", side_effects="None")
    planning.signs_direction(hannah, ruth.ref, valid_on=TREATMENT)


def _treated(larkfield: Company, ruth: Patient) -> None:
    priya, tom = larkfield.nurse, larkfield.second_nurse
    treating.opens_session(priya, RUTH.name)
    priya.reads("Nobody can be beside you during treatment: bays are small and shared")
    treating.settles(priya, "Bay 2")
    treating.confirms_capacity(priya)
    treating.completes_check(priya, SAM)
    treating.part(priya, "During")
    treating.takes_reading(priya, Reading("124/78", "72", "98"))
    treating.part(priya, "Readiness")
    priya.takes_picture("nurse-readiness")
    treating.part(priya, "Dose")
    treating.works_dose_out(priya, FIGURES)

    larkfield.it_is(TREATMENT, "10:00")
    treating.opens_session(tom, RUTH.name)
    treating.part(tom, "Dose")
    tom.does_not_read("52.5")
    treating.checks_dose(tom, FIGURES)
    tom.reads("All agree")
    treating.part(priya, "Dose")
    treating.draws_up(priya, dose="35", rest="165")
    priya.takes_picture("nurse-dose")
    priya.presses("Start the infusion")

    larkfield.it_is(TREATMENT, "10:11")
    treating.takes_reading(priya, Reading("138/86", "80", "97"))
    larkfield.it_is(TREATMENT, "10:31")
    treating.takes_reading(priya, Reading("150/92", "84", "96", alertness="4"))
    priya.reads("Blood pressure 150/92. Measure again in 5 min and tell the doctor.")
    priya.takes_picture("nurse-during")
    treating.notes_effects(priya, {"Feeling apart": "2", "Nausea": "1"}, "Like floating on water.")
    larkfield.it_is(TREATMENT, "10:42")
    priya.presses("The syringe is empty: complete")
    treating.takes_reading(priya, Reading("134/84", "78", "97"))

    larkfield.it_is(TREATMENT, "11:45")
    treating.part(priya, "During")
    treating.takes_reading(priya, Reading("126/79", "74", "98"))
    treating.part(priya, "Leaving")
    priya.takes_picture("nurse-leaving")
    treating.leaves(priya, SAM)
    priya.reads("Taken home by Sam Ellery")
    phone = larkfield.on_phone(ruth)
    phone.goes_to("/my/after/")
    phone.reads("Do not drive or cycle today", "until the next morning", "This page cannot tell you that it is safe.")
    phone.takes_picture("patient-after")


def _accounted_for(larkfield: Company) -> None:
    """The pharmacist finds the vial in the register as the treatment room used it, to the last milligram."""
    grace = larkfield.pharmacist
    grace.goes_to("/stock/")
    grace.takes_picture("pharmacist-stock")
    grace.presses("Ketamine 10 mg/mL")
    grace.reads(RUTH.name, "35 mg", "165 mg destroyed", "Priya Shah", "witnessed by Tom Adeyemi")
    grace.takes_picture("pharmacist-register")
    for width, height in ((1280, 900), (1180, 820), (820, 1180)):
        grace.page.set_viewport_size({"width": width, "height": height})
        assert grace.page.evaluate(_OUT_OF_SIGHT) <= 0, f"the register is cut off at {width} pixels"


def _written_home(larkfield: Company, ruth: Patient) -> None:
    hannah, priya = larkfield.psychiatrist, larkfield.nurse
    larkfield.it_is(AFTERWARDS, "10:00")
    writing.drafts(priya, "Treatment given", RUTH.name)
    writing.approves(hannah, RUTH.name)
    hannah.reads("Approved by Dr Hannah Brandt")
    hannah.takes_picture("psychiatrist-letter")
    said = writing.reads_pdf(hannah)
    assert "Ruth Ellery" in said
    assert "35 mg" in said
    assert "Nausea" in said
    hannah.goes_to(f"/patients/{ruth.ref}/")
    hannah.reads("In course", "35 mg", "Venlafaxine", "Treatment given")
    hannah.takes_picture("psychiatrist-record")
