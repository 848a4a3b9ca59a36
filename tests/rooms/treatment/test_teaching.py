"""Pages for teaching stand apart from every patient, and only where a clinic asks for them."""

from __future__ import annotations

import pytest

from tests.people import cast_of, signed_in

pytestmark = pytest.mark.django_db


def test_plasma_levels_are_a_span_that_says_what_it_is_not_for() -> None:
    page = signed_in(cast_of("solent-mind").hannah).get("/teaching/plasma/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Not for dosing, not for driving." in text
    assert "between about 180 and 250 nanograms per millilitre at the end of it" in text
    assert "<input" not in text.split("<main")[1], "nothing about a patient can be typed in"


def test_a_clinic_that_did_not_ask_for_them_has_no_such_page() -> None:
    assert signed_in(cast_of("larkfield").hannah).get("/teaching/plasma/").status_code == 404


def test_no_page_of_a_session_leads_there() -> None:
    day = signed_in(cast_of("solent-mind").priya).get("/treatments/").content.decode()
    assert "/teaching/" not in day
