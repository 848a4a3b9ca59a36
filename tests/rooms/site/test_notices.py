"""Privacy and accessibility can be read by anybody; what a clinic keeps comes from its protocol."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from afterglow.ground.access.protocols import protocol_in_force
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in

pytestmark = pytest.mark.django_db

CLINICS = ("harrow-lane", "larkfield", "tern-house", "solent-mind", "marlow-rooms")


@pytest.fixture
def cast(clinic_time: Callable[[datetime], None]) -> Cast:
    return cast_of()


@pytest.mark.usefixtures("clinic_time")
@pytest.mark.parametrize("slug", CLINICS)
def test_a_clinic_says_what_it_keeps_why_how_long_and_whom_to_ask(slug: str) -> None:
    clinic = cast_of(slug).clinic
    privacy = protocol_in_force(clinic, NOW).privacy
    page = Client().get(f"/privacy/{slug}/").content.decode()
    assert f"Privacy at {clinic.name}" in page
    assert privacy.questions_to in page
    assert privacy.complaints_to in page
    for kept in privacy.keep:
        assert kept.title in page
        assert kept.why in page
        assert f"{kept.years} years, counted from {kept.counted_from}" in page
    assert "a copy of everything we hold about you" in page


def test_one_clinic_is_shown_at_once_and_several_are_a_choice(cast: Cast) -> None:
    assert "Privacy at Larkfield Clinic" in Client().get("/privacy/").content.decode()
    cast_of("tern-house")
    several = Client().get("/privacy/").content.decode()
    assert 'href="/privacy/larkfield/"' in several
    assert 'href="/privacy/tern-house/"' in several
    assert "Privacy at" not in several
    assert Client().get("/privacy/nowhere/").status_code == 404


def test_whoever_has_signed_in_reads_of_their_own_clinic(cast: Cast) -> None:
    stranger = cast_of("tern-house")
    page = signed_in(as_patient(maya(cast))).get("/privacy/").content.decode()
    assert "Privacy at Larkfield Clinic" in page
    assert 'href="/my/readers/"' in page
    assert "Privacy at Tern House" in signed_in(stranger.priya).get("/privacy/").content.decode()


def test_accessibility_says_what_is_not_good_enough_yet(cast: Cast) -> None:
    for browser in (Client(), signed_in(cast.priya), signed_in(as_patient(maya(cast)))):
        page = browser.get("/accessibility/").content.decode()
        assert "partly met" in page
        assert "What is not good enough yet" in page


def test_the_foot_of_every_page_leads_there(cast: Cast) -> None:
    patient = signed_in(as_patient(maya(cast)))
    for browser, path in ((patient, "/my/"), (Client(), "/sign-in/"), (signed_in(cast.priya), "/today/")):
        foot = browser.get(path).content.decode().rpartition("<footer")[2]
        for address in ("/privacy/", "/accessibility/"):
            assert f'href="{address}"' in foot
    assert 'href="/my/readers/"' in patient.get("/my/").content.decode().rpartition("<footer")[2]
