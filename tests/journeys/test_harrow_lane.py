"""Harrow Lane: an electronic referral, a monitor that fills the chart by itself, and a group for the days after."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from afterglow.demo.chapters import meeting
from afterglow.demo.people import invented
from afterglow.demo.years.lives import Life
from afterglow.record.people.models import Patient
from tests.journeys.company import Company, company_of
from tests.journeys.house import House
from tests.journeys.steps import arriving, before, booking, monitoring, paying, treating
from tests.journeys.visitor import Visitor
from tests.people import NOW

BUNDLE = Path(__file__).resolve().parent.parent / "rules/fhir/bundles/uk-core-gp.json"
DAY = "2026-06-30"
LIFE = Life(invented("Nadia Rahman", "1984-02-29", "female", "70", "166", 7), "2026-06-11", None, DAY, (19, 16))
NAME = "Nadia Jehan Rahman"
TREATMENT, AFTERWARDS = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.pathway("L5", "I5", "N4")
def test_a_monitor_fills_the_chart_and_a_group_waits_afterwards(house: House) -> None:
    harrow = company_of(house, "harrow-lane", bays=("Bay 1",), since=NOW)
    nadia = _referred_electronically(harrow)
    treatment = before.booked(harrow, LIFE, patient=nadia)
    token = _joined(harrow)
    before.ready_to_start(harrow, treatment, LIFE)
    tablet = _started(harrow)
    _watched(harrow, tablet, token)
    harrow.it_is(TREATMENT, "10:12")
    before.gone_home(harrow, treatment, LIFE)
    phone = _invited_to_the_group(harrow, nadia)
    _has_a_place(harrow, phone)


def _referred_electronically(harrow: Company) -> Patient:
    joanne, hannah = harrow.administrator, harrow.psychiatrist
    arriving.uploads(joanne, BUNDLE, "GP")
    joanne.reads("As an electronic referral", "Dr Ruth Osei", "Nothing: who refers")
    booking.opens_details(joanne, NAME)
    booking.lets_sign_in(joanne, "nadia@home.example")
    arriving.opens_referral(hannah, NAME)
    arriving.judges(hannah, "Accept", "Two full trials; nothing speaks against an assessment.")
    return Patient.objects.get()


def _joined(harrow: Company) -> str:
    harrow.it_is(TREATMENT, "09:20")
    token = monitoring.joins_monitor(harrow.nurse, "Monitor 4", "Bay 1")
    alone = monitoring.sends(harrow, token, "Bay 1", monitoring.recorded("usual-infusion.csv", [6]))
    assert alone == 1, "nobody is settled in the bay yet"
    harrow.nurse.goes_to("/treatments/monitors/")
    harrow.nurse.reads("They are kept, and belong to no patient’s record.")
    return token


def _started(harrow: Company) -> Visitor:
    tablet = harrow.nurse
    harrow.it_is(TREATMENT, "09:30")
    treating.opens_session(tablet, NAME)
    tablet.presses("Go to start")
    tablet.reads("All agree")
    tablet.presses("Start the infusion")
    return tablet


def _watched(harrow: Company, tablet: Visitor, token: str) -> None:
    live = tablet.page.get_by_label("Treatment now")
    tablet.page.evaluate("window.opened = true")
    harrow.it_is(TREATMENT, "09:37")
    monitoring.sends(harrow, token, "Bay 1", monitoring.recorded("usual-infusion.csv", range(6, 13)))
    expect(live).to_contain_text("HR, live")
    harrow.it_is(TREATMENT, "09:43")
    monitoring.sends(harrow, token, "Bay 1", monitoring.recorded("usual-infusion.csv", [2]))
    expect(live).to_contain_text("125/81")
    expect(live).to_contain_text("no signal")
    assert tablet.page.evaluate("window.opened"), "the page was never loaded again: it heard of everything by itself"
    tablet.examines()
    tablet.takes_picture("nurse-live")


def _invited_to_the_group(harrow: Company, nadia: Patient) -> Visitor:
    harrow.it_is(AFTERWARDS, "09:00")
    harrow.scene.now = harrow.now
    meeting.begun(harrow.scene, "integration", ["therapist"])
    phone = harrow.on_phone(nadia)
    phone.goes_to("/my/groups/")
    phone.reads("Integration group", "to share openly what came up", "Friday 3 July")
    phone.presses("Friday 3 July")
    phone.reads("We ask you nothing before Wednesday 1 July, 12:00", "8 of 8 left", "We never show your surname")
    return phone


def _has_a_place(harrow: Company, phone: Visitor) -> None:
    """In the afternoon she may be asked: she books, pays and comes back; the clerk finds both in the books."""
    harrow.it_is(AFTERWARDS, "13:00")
    address = phone.path
    phone.goes_to(address)
    paying.books_and_pays(phone, "£10")
    phone.reads("Paid", "Your place on Friday 3 July, 14:30 is confirmed.")
    phone.presses("Your place")
    phone.takes_picture("patient-place")
    phone.reads("You have a place", "Free until Wednesday 1 July, 14:30. After that £10.00 is kept.")
    clerk = harrow.clerk
    paying.bills(clerk, NAME)
    clerk.reads("Place in a group, 3 July 2026", "Invoice 1")
    clerk.takes_picture("finance-account")
    paying.reads_papers(clerk, 1, "£10, by card, online", 1)
