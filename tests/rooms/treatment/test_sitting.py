"""The sitter: asked by the patient, answering by a link whose page says nothing of who the patient is."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from afterglow.care.course.models import Treatment
from afterglow.care.treatment.models import SitterAnswer
from afterglow.record.contact.models import Message
from afterglow.record.people.models import Patient
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in
from tests.rooms.treatment.browsing import Clock, refused, see, text, went_well
from tests.rooms.treatment.day import minutes, planned, settled

pytestmark = [pytest.mark.django_db, pytest.mark.pathway("I2")]

ASK, PAGE = reverse("treatment:own-sitter"), reverse("treatment:link-sitter")


def tern_house() -> tuple[Cast, Patient, Treatment]:
    cast = cast_of("tern-house")
    patient = maya(cast)
    return cast, patient, planned(cast, patient)


def sitter_of(patient: Patient, phone: str = "07700 900417") -> Client:
    """A browser that came by the link the patient sent."""
    went_well(signed_in(as_patient(patient)).post(ASK, {"phone": phone}))
    found = re.search(r"/l/\S+", Message.objects.order_by("-pk")[0].text)
    assert found is not None
    browser = Client()
    browser.get(found[0], follow=True)
    browser.post(found[0], follow=True)
    return browser


def test_the_page_says_what_is_asked_and_never_who_the_patient_is(clock: Clock) -> None:
    _, patient, _ = tern_house()
    page = text(sitter_of(patient).get(PAGE))
    for words in (
        "You are the sitter",
        "Stay in the room",
        "Take them home.",
        "Stay until the next day,",
        "Without a sitter the treatment cannot go ahead.",
        "they cannot be woken properly",
    ):
        assert words in page
    for secret in (patient.given_names, patient.family_name, patient.ref, "ketamine", "depress"):
        assert secret.lower() not in page.lower(), secret


def test_what_the_sitter_answers_reaches_the_patient_and_a_nurse(clock: Clock) -> None:
    cast, patient, treatment = tern_house()
    browser = sitter_of(patient)
    went_well(browser.post(PAGE, {"answer": "coming"}))
    assert "You answered: I will be there." in text(browser.get(PAGE))
    assert "I will be there" in text(signed_in(as_patient(patient)).get(ASK))
    session = settled(cast, treatment)
    assert "By their link: will be there" in text(see(cast.priya, "readiness", session.treatment.ref))
    assert not Task.objects.exists()
    went_well(browser.post(PAGE, {"answer": "not-coming"}))
    went_well(browser.post(PAGE, {"answer": "not-coming"}))
    assert [row.coming for row in SitterAnswer.objects.order_by("pk")] == [True, False]
    assert Task.objects.get().title == "Maya Okonjo: the sitter cannot come"
    assert SitterAnswer.objects.order_by("-pk")[0].author_name.startswith("Sitter of Maya Okonjo")
    assert browser.post(PAGE, {"answer": "perhaps"}).status_code == 422


def test_asked_twice_at_one_address_it_is_sent_once(clock: Clock) -> None:
    _, patient, _ = tern_house()
    own = signed_in(as_patient(patient))
    for _ in range(2):
        went_well(own.post(ASK, {"phone": "07700 900417"}))
    went_well(own.post(ASK, {"email": "sam@sitters.example"}))
    assert sorted(Message.objects.values_list("channel", flat=True)) == ["email", "sms"]
    refused(own.post(ASK, {}), "Enter a mobile number or an e-mail address")


def test_the_link_opens_nothing_else_and_ends_the_day_after(clock: Clock) -> None:
    _, patient, _ = tern_house()
    browser = sitter_of(patient)
    for name in ("link-check", "link-end"):
        assert browser.get(reverse(f"treatment:{name}")).status_code == 404
    assert browser.get("/answer/questionnaire/").status_code == 404
    clock.to(minutes(60 * 48, after=NOW))
    assert browser.get(PAGE).status_code != 200


def test_where_nobody_may_be_in_the_room_there_is_no_such_page(clock: Clock) -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    planned(cast, patient)
    assert signed_in(as_patient(patient)).get(ASK).status_code == 404
