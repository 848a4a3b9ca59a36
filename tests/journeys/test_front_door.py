"""Somebody nobody knows comes to the door."""

from __future__ import annotations

from tests.journeys.house import PHONE, House
from tests.people import cast_of


def test_the_door_of_a_demo_offers_every_clinic(house: House) -> None:
    visitor = house.visited_by(size=PHONE)
    visitor.goes_to("/demo/")
    visitor.reads("Five clinics, each with its own rules", "Larkfield Clinic", "Harrow Lane", "Tern House")
    visitor.reads("Every clinic and every person here is invented.", "The demo’s clock")


def test_a_role_is_one_button_away(house: House) -> None:
    cast_of("larkfield")
    visitor = house.visited_by()
    visitor.goes_to("/demo/")
    visitor.presses("Administrator at Larkfield Clinic", exact=True)
    visitor.reads("Joanne Pike", "administrator")


def test_the_doors_for_patients_and_staff_can_be_used_by_anybody(house: House) -> None:
    visitor = house.visited_by(size=PHONE)
    visitor.goes_to("/sign-in/")
    visitor.presses("Use a password and an authenticator")
    visitor.reads("Sign in as staff")
    visitor.presses("Go on", refused=True)
    visitor.reads("Error")
