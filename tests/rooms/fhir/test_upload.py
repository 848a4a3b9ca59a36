"""An electronic referral is read, shown, and entered once, by a person."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from afterglow.care.referral.models import FHIR, Referral
from afterglow.record.people import actions as people
from afterglow.record.people.models import OutsideClinician, Patient
from afterglow.record.people.queries import care_team
from afterglow.record.tasks.queries import open_tasks
from tests.people import NOW, Cast, cast_of, signed_in

pytestmark = pytest.mark.usefixtures("clinic_time")

FOLDER = Path(__file__).resolve().parents[2] / "rules" / "fhir" / "bundles"
GP, PLAIN, OWN = (
    (FOLDER / f"{name}.json").read_bytes() for name in ("uk-core-gp", "plain-psychiatrist", "own-enquiry")
)

Page = tuple[int, str]


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


def uploaded(browser: Client, content: bytes) -> Page:
    file = SimpleUploadedFile("referral.json", content, content_type="application/fhir+json")
    answer = browser.post("/referrals/upload/", {"file": file})
    return answer.status_code, html.unescape(answer.content.decode())


def said(page: str, **changed: str) -> dict[str, str]:
    """What the page sends along, and what a person adds."""
    bundle = re.search(r'name="bundle" value="(.*?)">', page, re.DOTALL)
    assert bundle is not None
    given = {"who": "new", "profession": "gp", "responsible": "on", "funding": "self-pay", "indication": "depression"}
    return {"bundle": bundle[1], **given, **changed}


def enter(browser: Client, content: bytes, **changed: str) -> Referral:
    _, page = uploaded(browser, content)
    answer = browser.post("/referrals/upload/enter/", said(page, **changed))
    assert answer.status_code == 302, answer.content.decode()
    return Referral.objects.latest("pk")


@pytest.mark.pathway("F4")
def test_what_was_read_is_shown_and_entered_only_when_a_person_says_so(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    assert browser.get("/referrals/upload/").status_code == 200
    status, page = uploaded(browser, GP)
    assert status == 200
    for words in ("Nadia Jehan", "Rahman", "verified by the sender", "Dr Ruth Osei", "Canal Street Surgery"):
        assert words in page
    assert "it is not the sex at birth" in page
    assert not Patient.objects.exists()
    answer = browser.post("/referrals/upload/enter/", said(page))
    referral = Referral.objects.get()
    assert answer["Location"] == f"/referrals/{referral.ref}/"
    assert (referral.came_by, referral.received_at, referral.responsible) == (FHIR, NOW, True)
    assert (referral.patient.nhs_number_verified, referral.patient.sex_at_birth) == (True, "")
    assert [member.role for member in care_team(referral.patient)] == ["gp"]
    shown = browser.get(answer["Location"]).content.decode()
    assert "As an electronic referral" in shown
    assert "Nothing: who refers" in shown


def test_the_same_referral_is_entered_once(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    first = enter(browser, GP)
    _, page = uploaded(browser, GP)
    assert "Known here already" in page
    again = browser.post("/referrals/upload/enter/", said(page, who=first.patient.ref))
    assert again.status_code == 422
    assert "This referral was entered already." in again.content.decode()
    assert Patient.objects.count() == Referral.objects.count() == 1
    assert OutsideClinician.objects.count() == 1


def test_a_known_patient_and_a_known_doctor_are_not_made_anew(cast: Cast) -> None:
    known = people.register_patient(family_name="RAHMAN", birth_date=date(1988, 11, 30), by=cast.joanne, now=NOW)
    doctor = people.add_outside_clinician(
        name="dr ruth osei", profession="gp", organisation="Canal Street Surgery", by=cast.joanne, now=NOW
    )
    referral = enter(signed_in(cast.priya), GP, who=known.ref)
    assert (referral.patient, referral.referrer) == (known, doctor)
    assert (Patient.objects.count(), OutsideClinician.objects.count()) == (1, 1)


def test_somebody_who_may_be_known_must_be_decided(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    enter(browser, GP)
    _, page = uploaded(browser, GP)
    answer = browser.post("/referrals/upload/enter/", said(page, who=""))
    assert answer.status_code == 422
    assert "Answer “Who is it?”" in answer.content.decode()


def test_a_profession_that_is_not_spelled_out_is_asked_for(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    _, page = uploaded(browser, GP)
    answer = browser.post("/referrals/upload/enter/", said(page, profession=""))
    assert answer.status_code == 422
    assert "Choose the profession of whoever refers" in answer.content.decode()
    assert not Referral.objects.exists()


@pytest.mark.pathway("F5")
def test_what_is_marked_urgent_by_a_person_raises_the_alarm(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    _, page = uploaded(browser, PLAIN)
    assert "The sender marked it to be dealt with at once" in page
    enter(browser, PLAIN, profession="psychiatrist", urgent="on")
    assert [task.kind for task in open_tasks(by=cast.priya)] == ["urgent-referral"]


@pytest.mark.pathway("S1")
def test_a_patients_own_enquiry(db: None) -> None:
    solent = cast_of("solent-mind")
    browser = signed_in(solent.joanne)
    _, page = uploaded(browser, OWN)
    assert "The patient asks for themselves." in page
    assert "chidi at home" in page
    referral = enter(browser, OWN, profession="", responsible="", indication="chronic-pain")
    assert (referral.referrer, referral.patient.phone) == (None, "+447700900777")
    assert ">free</dd>" in browser.get(f"/referrals/{referral.ref}/").content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"{", "this is not JSON that can be read"),
        (b'{"resourceType": "Patient"}', "this is a Patient; send a Bundle"),
        (GP.replace(b"1988-11-30", b"1988-11"), "Bundle.entry[1].resource.birthDate: a whole date of birth is needed"),
        (GP.replace(b'"active",', b'"revoked",'), "Bundle.entry[0].resource.status: it is “revoked”"),
        (b'{"resourceType": "Bundle", "pad": "' + b"x" * 600_000 + b'"}', "smaller than 500 kB"),
        (b" " * 1_000_001, "must be smaller than 1"),
    ],
)
def test_what_cannot_be_read_is_answered_with_the_element(cast: Cast, content: bytes, words: str) -> None:
    status, page = uploaded(signed_in(cast.joanne), content)
    assert status == 422
    assert words in page
    assert page.count(words) >= 2, "beside the field and in the summary"


def test_without_a_file_the_page_says_so(cast: Cast) -> None:
    answer = signed_in(cast.joanne).post("/referrals/upload/", {})
    assert answer.status_code == 422
    assert "Choose electronic referral" in answer.content.decode()


@pytest.mark.parametrize("bundle", ["", "{", '{"resourceType": "Bundle"}'])
def test_a_tampered_page_is_refused(cast: Cast, bundle: str) -> None:
    answer = signed_in(cast.joanne).post("/referrals/upload/enter/", {"bundle": bundle, "who": "new"})
    assert answer.status_code == 422


def test_markup_in_a_bundle_stays_words(cast: Cast) -> None:
    bundle = json.loads(GP)
    bundle["entry"][1]["resource"]["name"][1]["family"] = "<script>alert(1)</script>"
    file = SimpleUploadedFile("referral.json", json.dumps(bundle).encode())
    page = signed_in(cast.joanne).post("/referrals/upload/", {"file": file}).content.decode()
    assert "<script>alert" not in page


def test_another_clinics_patient_cannot_be_chosen(cast: Cast) -> None:
    elsewhere = cast_of("harrow-lane")
    theirs = enter(signed_in(elsewhere.joanne), GP).patient
    browser = signed_in(cast.joanne)
    _, page = uploaded(browser, GP)
    assert "Known here already" not in page
    assert browser.post("/referrals/upload/enter/", said(page, who=theirs.ref)).status_code == 422


def test_who_may_upload(cast: Cast) -> None:
    assert signed_in(cast.lena).get("/referrals/upload/").status_code == 403
    assert signed_in(cast.joanne).get("/referrals/upload/enter/").status_code == 405
