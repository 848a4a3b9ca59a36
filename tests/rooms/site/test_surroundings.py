"""The places at the top of each page: those that somebody may enter, and that their clinic has."""

from __future__ import annotations

import re

import pytest

from tests.people import as_patient, cast_of, maya, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]

_NAVIGATION = re.compile(r'<nav class="ag-nav".*?</nav>', re.DOTALL)


@pytest.mark.pathway("F26")
@pytest.mark.parametrize(
    ("clinic", "places"),
    [
        ("larkfield", ["Today", "Groups", "Journal", "Ask us"]),
        ("harrow-lane", ["Today", "Groups", "Journal", "Ask us"]),
        ("tern-house", ["Today", "Journal", "Ask us"]),
        ("solent-mind", ["Today", "Journal", "Ask us"]),
        ("marlow-rooms", ["Today", "Journal", "Ask us"]),
    ],
)
def test_a_patient_is_led_only_to_what_the_clinic_offers(clinic: str, places: list[str]) -> None:
    page = signed_in(as_patient(maya(cast_of(clinic)))).get("/my/").content.decode()
    found = _NAVIGATION.search(page)
    assert found
    assert re.findall(r">([^<>]+)</a>", found[0]) == places
