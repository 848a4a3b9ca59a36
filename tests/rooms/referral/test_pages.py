"""The referral's pages: entering, reading, judging, adding, taking back."""

from __future__ import annotations

import pytest

from afterglow.care.referral import actions
from afterglow.care.referral.models import Judgement, Referral
from afterglow.record.people import actions as people
from afterglow.record.people.models import OutsideClinician, Patient
from tests.people import Cast, as_patient, cast_of, signed_in, tomasz
from tests.rooms.referral.conftest import Receive

pytestmark = pytest.mark.usefixtures("clinic_time")

NEW = {
    "urgent": "",
    "given_names": "Sian",
    "family_name": "Prosser",
    "birth_date_day": "5",
    "birth_date_month": "5",
    "birth_date_year": "1990",
    "county": "Eastshire",
    "came_by": "letter",
    "received_at": "2026-06-10T09:30",
    "known_referrer": "",
    "referrer_name": "Dr Ruth Osei",
    "referrer_profession": "gp",
    "referrer_organisation": "Canal Street Surgery",
    "responsible": "on",
    "supporter": "",
    "funding": "self-pay",
    "indication": "depression",
    "text": "Low mood for six years.\nTwo antidepressants.",
}


def test_a_referral_of_somebody_new_is_entered_in_one_go(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    assert browser.get("/referrals/new/").status_code == 200
    answer = browser.post("/referrals/new/", NEW)
    referral = Referral.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/referrals/{referral.ref}/")
    page = browser.get(answer["Location"]).content.decode()
    for words in ("Sian Prosser", "Dr Ruth Osei, GP", "Two antidepressants.", "The patient pays"):
        assert words in page
    assert "Nothing: who refers" in page
    assert "Complete" in browser.get("/waiting/").content.decode()


def test_a_referral_of_somebody_known(cast: Cast, patient: Patient, doctor: OutsideClinician) -> None:
    given = {**NEW, "patient_shown": patient.ref, "known_referrer": doctor.ref, "referrer_name": ""}
    browser = signed_in(cast.joanne)
    address = f"/referrals/new/?patient={patient.ref}"
    assert "Maya Okonjo" in browser.get(address).content.decode()
    assert browser.post(address, {**given, "patient_shown": tomasz(cast).ref}).status_code == 422
    assert browser.post(address, given).status_code == 302
    assert Referral.objects.get().patient == patient


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"family_name": ""}, "Enter family name"),
        ({"referrer_profession": ""}, "Choose the profession of whoever refers"),
        ({"received_at": "2026-06-12T09:30"}, "cannot have arrived later than now"),
        ({"received_at": ""}, "Enter received at"),
        ({"funding": "barter"}, "Choose one of the answers shown"),
        ({"text": "x" * 20_001}, "20,000 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, changed: dict[str, str], words: str) -> None:
    answer = signed_in(cast.joanne).post("/referrals/new/", NEW | changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Canal Street Surgery" in page
    assert not Referral.objects.exists()
    assert not Patient.objects.filter(family_name="Prosser").exists()


@pytest.mark.pathway("F5")
def test_an_urgent_referral_shows_whom_to_call_at_once(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    page = browser.post("/referrals/new/", NEW | {"urgent": "on"}, follow=True).content.decode()
    assert "Urgent need to save life: act now" in page
    assert "Northshire crisis team" in page
    assert 'href="tel:999"' in page
    assert "Waiting for somebody to take this on" in page
    waiting = browser.get("/waiting/").content.decode()
    assert "Urgent: clinician now" in waiting
    assert "Taken on by" not in waiting


def test_a_referral_turns_urgent_by_one_button(cast: Cast, receive: Receive) -> None:
    referral, browser = receive(), signed_in(cast.joanne)
    assert "act now" not in browser.get(f"/referrals/{referral.ref}/").content.decode()
    assert browser.post(f"/referrals/{referral.ref}/urgent/").status_code == 302
    assert "act now" in browser.get(f"/referrals/{referral.ref}/").content.decode()


@pytest.mark.pathway("F5")
def test_judging_on_the_page(cast: Cast, receive: Receive, patient: Patient) -> None:
    referral, doctor = receive(), signed_in(cast.hannah)
    address = f"/referrals/{referral.ref}/judge/"
    page = doctor.get(address).content.decode()
    assert "Recent mania" in page
    assert "The exception holds: suicidal ideas and behaviour are frequent" in page
    given = {
        "patient_shown": patient.ref,
        "decision": "send-elsewhere",
        "words": "Alcohol first.",
        "found-alcohol-use-disorder": "on",
        "said-alcohol-use-disorder": "40 units a week",
        "said-recent-mania": "In March",
    }
    incomplete = doctor.post(address, {**given, "decision": ""})
    assert incomplete.status_code == 422
    assert "40 units a week" in incomplete.content.decode()
    assert doctor.post(address, given).status_code == 302
    judgement = Judgement.objects.get()
    assert {ground.code for ground in judgement.grounds.all()} == {"alcohol-use-disorder", "recent-mania"}
    shown = signed_in(cast.joanne).get(f"/referrals/{referral.ref}/").content.decode()
    assert "Send elsewhere" in shown
    assert "The local alcohol service can help first." in shown
    assert "Dr Hannah Brandt" in shown


@pytest.mark.pathway("F40")
def test_a_stop_is_shown_and_signed_past_on_the_page(cast: Cast, receive: Receive, patient: Patient) -> None:
    people.correct_details(patient=patient, county="Southshire", by=cast.joanne, now=receive().entered_at)
    referral, doctor = Referral.objects.get(), signed_in(cast.hannah)
    page = doctor.get(f"/referrals/{referral.ref}/").content.decode()
    assert "From 1 June 2026 we accept new patients only from Northshire and Eastshire." in page
    assert "Lives elsewhere" in doctor.get("/waiting/").content.decode()
    judging = {"patient_shown": patient.ref, "decision": "accept", "words": ""}
    assert doctor.post(f"/referrals/{referral.ref}/judge/", judging).status_code == 422
    past = f"/referrals/{referral.ref}/go-past/"
    assert "lives-elsewhere" in doctor.get(f"{past}?code=lives-elsewhere").content.decode()
    signing = {"patient_shown": patient.ref, "code": "lives-elsewhere", "reason": "Moves here in July"}
    assert doctor.post(past, {**signing, "reason": ""}).status_code == 422
    assert doctor.post(past, signing).status_code == 302
    assert "Moves here in July" in doctor.get(f"/referrals/{referral.ref}/").content.decode()
    assert doctor.post(f"/referrals/{referral.ref}/judge/", judging).status_code == 302


def test_what_was_asked_for_arrives(cast: Cast, receive: Receive, patient: Patient, doctor: OutsideClinician) -> None:
    referral = receive()
    actions.judge(
        referral=referral, decision="ask-for-more", words="Which medicines?", by=cast.hannah, now=referral.entered_at
    )
    browser = signed_in(cast.joanne)
    assert "Asked for more" in browser.get("/waiting/").content.decode()
    address = f"/referrals/{referral.ref}/information/"
    given = {"patient_shown": patient.ref, "text": "Sertraline 100 mg", "referrer": doctor.ref, "responsible": "on"}
    assert browser.post(address, {**given, "text": ""}).status_code == 422
    assert browser.post(address, given).status_code == 302
    assert "Sertraline 100 mg" in browser.get(f"/referrals/{referral.ref}/").content.decode()
    referral.episode.refresh_from_db()
    assert referral.episode.stage == "referred"


def test_a_referral_is_taken_back(cast: Cast, receive: Receive, patient: Patient) -> None:
    referral, browser = receive(), signed_in(cast.joanne)
    address = f"/referrals/{referral.ref}/withdraw/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"patient_shown": patient.ref, "reason": ""}).status_code == 422
    assert browser.post(address, {"patient_shown": patient.ref, "reason": "Patient moved"}).status_code == 302
    again = browser.post(address, {"patient_shown": patient.ref, "reason": "Patient moved"})
    assert again.status_code == 422


@pytest.mark.pathway("S1")
def test_a_self_enquiry_says_that_the_first_consultation_is_free(db: None) -> None:
    solent = cast_of("solent-mind")
    browser = signed_in(solent.joanne)
    assert "Ask for a free first consultation." in browser.get("/referrals/new/").content.decode()
    given = NEW | {"referrer_name": "", "referrer_profession": "", "came_by": "online", "responsible": ""}
    page = browser.post("/referrals/new/", given, follow=True).content.decode()
    assert ">First consultation</dt>" in page
    assert ">free</dd>" in page
    assert "Nothing: who refers" in page


@pytest.mark.pathway("S2")
def test_the_conditions_a_clinic_treats_can_be_chosen(db: None) -> None:
    page = signed_in(cast_of("solent-mind").joanne).get("/referrals/new/").content.decode()
    for words in ("Depression", "PTSD", "Anxiety", "bipolar", "suicidal", "fibromyalgia"):
        assert words in page


def test_who_reads_and_who_decides(cast: Cast, receive: Receive) -> None:
    referral = receive()
    assert signed_in(cast.lena).get(f"/referrals/{referral.ref}/").status_code == 200
    assert signed_in(cast.ewan).get(f"/referrals/{referral.ref}/").status_code == 403
    assert signed_in(cast.joanne).get(f"/referrals/{referral.ref}/judge/").status_code == 403
    assert signed_in(cast.lena).get("/referrals/new/").status_code == 403
    assert signed_in(as_patient(referral.patient)).get(f"/referrals/{referral.ref}/").status_code == 403


def test_another_clinics_referral_is_not_there(cast: Cast, receive: Receive, patient: Patient) -> None:
    referral, stranger = receive(), cast_of("harrow-lane")
    doctor = signed_in(stranger.hannah)
    for path in ("", "judge/", "go-past/", "information/", "withdraw/"):
        assert doctor.get(f"/referrals/{referral.ref}/{path}").status_code == 404
    assert doctor.post(f"/referrals/{referral.ref}/urgent/").status_code == 404
    assert doctor.get(f"/referrals/new/?patient={patient.ref}").status_code == 404
    assert "Maya" not in doctor.get("/waiting/").content.decode()
