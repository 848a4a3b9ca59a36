"""The places a page leads to: of those that match, only the nearest is where somebody is."""

from __future__ import annotations

import re

import pytest

from tests.people import as_patient, cast_of, maya, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]

_NAVIGATION = re.compile(r'<nav class="ag-nav".*?</nav>', re.DOTALL)


@pytest.mark.parametrize(
    ("address", "place"), [("/my/", "Today"), ("/my/journal/", "Journal"), ("/my/questions/", "Ask us")]
)
def test_one_place_is_where_somebody_is(address: str, place: str) -> None:
    page = signed_in(as_patient(maya(cast_of("larkfield")))).get(address).content.decode()
    assert page.count('aria-current="page"') == 1
    assert f'aria-current="page">{place}</a>' in page


def test_an_address_that_names_no_clinic_is_answered_to_a_patient_too() -> None:
    patient = signed_in(as_patient(maya(cast_of())))
    assert patient.get("/answer/questionnaire/thanks/nowhere/").status_code == 404


@pytest.mark.pathway("F26")
@pytest.mark.parametrize(
    ("clinic", "places"),
    [
        ("larkfield", ["Groups", "Journal"]),
        ("harrow-lane", ["Groups", "Journal"]),
        ("tern-house", ["Journal"]),
        ("solent-mind", ["Journal"]),
        ("marlow-rooms", ["Journal"]),
    ],
)
def test_a_patient_is_led_only_to_what_the_clinic_offers(clinic: str, places: list[str]) -> None:
    page = signed_in(as_patient(maya(cast_of(clinic)))).get("/my/").content.decode()
    found = _NAVIGATION.search(page)
    assert found
    led_to = re.findall(r">([^<>]+)</a>", found[0])
    assert [place for place in led_to if place in {"Groups", "Journal"}] == places
