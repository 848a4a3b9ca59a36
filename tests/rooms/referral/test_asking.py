"""Anybody can read how to refer; where the clinic allows it, anybody can ask for a first consultation."""

from __future__ import annotations

import pytest
from django.test import Client

from afterglow.care.referral import actions
from afterglow.care.referral.models import Enquiry, Referral
from afterglow.ground.access.acting import Refused
from afterglow.record.people.models import Patient
from afterglow.record.tasks.queries import open_tasks
from tests.people import NOW, Cast, cast_of, signed_in

pytestmark = pytest.mark.usefixtures("clinic_time")

WORDS = {
    "name": "Chidi Nwosu",
    "phone": "07700 900777",
    "email": "",
    "indication": "chronic-pain",
    "text": "Nerve pain since 2021.",
    "website": "",
}


@pytest.fixture
def solent(db: None) -> Cast:
    """The clinic that lets patients ask for themselves, by phone and online."""
    return cast_of("solent-mind")


def asked(words: dict[str, str] = WORDS, slug: str = "solent-mind") -> tuple[int, str]:
    answer = Client().post(f"/clinics/{slug}/asking/", words)
    return answer.status_code, answer.content.decode()


@pytest.mark.pathway("F4", "F40")
def test_a_page_to_take_to_ones_doctor(cast: Cast) -> None:
    page = Client().get("/clinics/larkfield/referring/").content.decode()
    for words in (
        "A referral comes from a doctor who is responsible for your care",
        "take it to your doctor",
        "From 1 June 2026 we accept new patients only from Northshire and Eastshire.",
        "It is not a promise.",
        "individual funding requests",
        "The local alcohol service can help first.",
    ):
        assert words in page
    assert "Ask for a first consultation" not in page


@pytest.mark.pathway("N12")
def test_conditions_that_other_treatment_has_not_helped_are_named(db: None) -> None:
    cast_of("marlow-rooms")
    page = Client().get("/clinics/marlow-rooms/referring/").content.decode().lower()
    assert "pain" in page
    assert page.count("other treatment has not helped") >= 2


@pytest.mark.pathway("S1")
def test_somebody_asks_online_and_becomes_a_patient_only_through_a_person(solent: Cast) -> None:
    assert "Ask for a free first consultation." in Client().get("/clinics/solent-mind/asking/").content.decode()
    status, page = asked()
    assert (status, "We have your question" in page) == (200, True)
    assert not Patient.objects.exists()
    (task,) = open_tasks(by=solent.joanne)
    browser = signed_in(solent.joanne)
    shown = browser.get(task.link).content.decode()
    assert "Nerve pain since 2021." in shown
    assert "Chidi Nwosu" in browser.get("/waiting/").content.decode()

    enquiry = Enquiry.objects.get()
    address = f"/referrals/new/?enquiry={enquiry.ref}"
    form = browser.get(address).content.decode()
    assert 'value="Nwosu"' in form
    given = {
        "given_names": "Chidi",
        "family_name": "Nwosu",
        "birth_date_day": "3",
        "birth_date_month": "2",
        "birth_date_year": "1984",
        "came_by": "online",
        "received_at": "2026-06-11T10:00",
        "funding": "self-pay",
        "indication": "chronic-pain",
    }
    assert browser.post(address, given).status_code == 302
    enquiry.refresh_from_db()
    task.refresh_from_db()
    assert (enquiry.referral, enquiry.closed_at) == (Referral.objects.get(), NOW)
    assert task.done_at == NOW
    assert "Open the referral" in browser.get(f"/enquiries/{enquiry.ref}/").content.decode()


def test_nothing_may_come_of_it(solent: Cast) -> None:
    asked()
    enquiry, browser = Enquiry.objects.get(), signed_in(solent.joanne)
    address = f"/enquiries/{enquiry.ref}/"
    assert browser.post(address, {"because": ""}).status_code == 422
    assert browser.post(address, {"because": "Only wanted a leaflet"}).status_code == 302
    assert "Only wanted a leaflet" in browser.get(address).content.decode()
    assert open_tasks(by=solent.joanne) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Enter your name"),
        ({"phone": ""}, "Enter a phone number or an e-mail address, so that we can reach you"),
        ({"phone": "12"}, "such as 01632 960142"),
        ({"indication": "anything"}, "Choose one of the answers shown"),
        ({"text": "x" * 2001}, "2,000 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said(solent: Cast, changed: dict[str, str], words: str) -> None:
    status, page = asked(WORDS | changed)
    assert status == 422
    assert words in page
    assert not Enquiry.objects.exists()


def test_a_program_that_fills_every_field_is_thrown_away(solent: Cast) -> None:
    assert asked(WORDS | {"website": "https://spam.example"})[0] == 200
    assert not Enquiry.objects.exists()


def test_a_flood_does_not_bury_the_clinic(solent: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_OPEN_ENQUIRIES", 2)
    assert [asked()[0] for _ in range(3)] == [200, 200, 422]
    assert Enquiry.objects.count() == 2


def test_where_patients_cannot_ask_for_themselves_there_is_no_such_page(cast: Cast) -> None:
    assert Client().get("/clinics/larkfield/asking/").status_code == 404
    assert asked(slug="larkfield")[0] == 404
    with pytest.raises(Refused, match="no enquiries online"):
        actions.enquire(name="A", phone="1", email="", indication="", text="", by=cast.system, now=NOW)
    assert Client().get("/clinics/nowhere/referring/").status_code == 404


def test_another_clinics_enquiry_is_not_there(solent: Cast, cast: Cast) -> None:
    asked()
    enquiry = Enquiry.objects.get()
    assert signed_in(cast.joanne).get(f"/enquiries/{enquiry.ref}/").status_code == 404
    assert signed_in(cast.joanne).get(f"/referrals/new/?enquiry={enquiry.ref}").status_code == 404
    assert signed_in(solent.lena).get(f"/enquiries/{enquiry.ref}/").status_code == 403
