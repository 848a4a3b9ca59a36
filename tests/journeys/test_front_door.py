"""Somebody nobody knows comes to the door."""

from __future__ import annotations

from tests.journeys.house import PHONE, House


def test_the_door_of_a_demo_offers_every_clinic(house: House) -> None:
    visitor = house.visited_by(size=PHONE)
    visitor.goes_to("/demo/")
    visitor.reads("Five clinics, each with its own rules", "Larkfield Clinic", "Harrow Lane", "Tern House")
    visitor.reads("Every clinic and every person here is invented.", "The demo’s clock")


def test_the_doors_for_patients_and_staff_can_be_used_by_anybody(house: House) -> None:
    visitor = house.visited_by(size=PHONE)
    visitor.goes_to("/sign-in/")
    visitor.presses("Use a password and an authenticator")
    visitor.reads("Sign in as staff")
    visitor.presses("Go on", refused=True)
    visitor.reads("Error")
