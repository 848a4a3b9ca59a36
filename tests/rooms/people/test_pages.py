"""Finding and registering people, putting them right, and those around them."""

from __future__ import annotations

import json
import re

import pytest

from afterglow.ground.access.acting import NotAllowed
from afterglow.record.people import actions, queries
from afterglow.record.people.models import CareTeamMember, EmergencyContact, Helper, Patient
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz

pytestmark = pytest.mark.usefixtures("clinic_time")

WHO = {
    "given_names": "Amina Nur",
    "family_name": "O’Sullivan-بن علي",
    "known_as": "",
    "birth_date_day": "29",
    "birth_date_month": "Feb",
    "birth_date_year": "1988",
    "sex_at_birth": "female",
    "nhs_number": "",
    "address": "4 Mill Lane\nNorthshire",
    "county": "Northshire",
    "email": "amina@home.example",
    "phone": "07700 900461",
    "allergies": "",
    "needs": "Large print",
    "detention_status": "",
}


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return maya(cast)


def page(cast: Cast, patient: Patient) -> str:
    return signed_in(cast.joanne).get(f"/patients/{patient.ref}/details/").content.decode()


def test_a_patient_is_registered_and_found_by_any_name(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    answer = browser.post("/new-patient/", WHO)
    made = Patient.objects.get(family_name="O’Sullivan-بن علي")
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{made.ref}/details/")
    assert (made.phone, made.birth_date.isoformat(), made.registered_at) == ("+447700900461", "1988-02-29", NOW)
    for words in ("amina", "بن علي", "sullivan AMINA", "O’Sull"):
        assert "Amina Nur" in browser.get("/patients/", {"words": words}).content.decode()
    assert "Nobody is called that" in browser.get("/patients/", {"words": "Zebedee"}).content.decode()


def test_a_patient_is_found_by_number(cast: Cast, patient: Patient) -> None:
    number = f"{patient.nhs_number[:3]} {patient.nhs_number[3:6]} {patient.nhs_number[6:]}"
    assert "Maya Okonjo" in signed_in(cast.lena).get("/patients/", {"words": number}).content.decode()


def test_somebody_with_one_name_is_registered(cast: Cast) -> None:
    answer = signed_in(cast.joanne).post("/new-patient/", {**WHO, "given_names": "", "family_name": "Suharto"})
    assert answer.status_code == 302
    assert Patient.objects.get(family_name="Suharto").full_name == "Suharto"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"family_name": ""}, "Enter family name"),
        ({"birth_date_day": "30"}, "must be a real date"),
        ({"birth_date_year": ""}, "must include a year"),
        ({"nhs_number": "999 000 1015"}, "The last digit does not fit the others"),
        ({"email": "amina at home"}, "name@clinic.example"),
        ({"phone": "12"}, "such as 01632 960142"),
        ({"sex_at_birth": "other"}, "Choose one of the answers shown"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, changed: dict[str, str], words: str) -> None:
    answer = signed_in(cast.joanne).post("/new-patient/", {**WHO, **changed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count(words) >= 2, "beside the field and in the summary"
    assert "Amina Nur" in text
    assert not Patient.objects.filter(given_names="Amina Nur").exists()


def test_somebody_the_clinic_may_know_is_shown_before_they_are_registered_twice(cast: Cast, patient: Patient) -> None:
    same = {
        **WHO,
        "family_name": "okonjo",
        "birth_date_day": "3",
        "birth_date_month": "9",
        "birth_date_year": "1991",
    }
    browser = signed_in(cast.joanne)
    answer = browser.post("/new-patient/", same)
    assert answer.status_code == 422
    assert "The clinic knows Maya Okonjo, born 3 September 1991, already" in answer.content.decode()
    assert browser.post("/new-patient/", {**same, "somebody_else": "on"}).status_code == 302
    assert Patient.objects.filter(family_name__iexact="okonjo").count() == 2


def test_details_are_put_right(cast: Cast, patient: Patient) -> None:
    seen = json.dumps(queries.details_of(patient))
    given = {**WHO, "patient_shown": patient.ref, "seen": seen}
    answer = signed_in(cast.priya).post(f"/patients/{patient.ref}/details/correct/", given)
    assert answer.status_code == 302
    patient.refresh_from_db()
    assert (patient.county, patient.given_names) == ("Northshire", "Amina Nur")


def test_what_somebody_else_changed_meanwhile_is_shown_with_both_texts(cast: Cast, patient: Patient) -> None:
    browser = signed_in(cast.priya)
    address = f"/patients/{patient.ref}/details/correct/"
    shown = browser.get(address).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', shown)
    assert seen is not None
    actions.correct_details(patient=patient, phone="+447700900999", by=cast.joanne, now=NOW)
    given = {**WHO, "patient_shown": patient.ref, "seen": seen[1].replace("&#34;", '"')}
    answer = browser.post(address, given)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "07700900123" in words
    assert "+447700900999" in words
    assert "07700 900461" in words
    patient.refresh_from_db()
    assert patient.phone == "+447700900999"
    again = re.search(r'name="seen" value="([^"]*)"', words)
    assert again is not None
    assert browser.post(address, {**given, "seen": again[1].replace("&#34;", '"')}).status_code == 302


def test_a_correction_from_another_patients_tab_is_refused(cast: Cast, patient: Patient) -> None:
    given = {**WHO, "patient_shown": tomasz(cast).ref, "seen": "{}"}
    answer = signed_in(cast.priya).post(f"/patients/{patient.ref}/details/correct/", given)
    assert answer.status_code == 422
    patient.refresh_from_db()
    assert patient.given_names == "Maya"


@pytest.mark.pathway("F24")
def test_missing_contacts_are_shown_until_they_are_added(cast: Cast, patient: Patient) -> None:
    assert "GP: the name is missing." in page(cast, patient)
    given = {
        "patient_shown": patient.ref,
        "role": "gp",
        "known": "",
        "name": "Dr Anil Whitfield",
        "profession": "gp",
        "organisation": "Mill Lane Surgery",
        "address": "1 Mill Lane",
        "email": "",
        "phone": "",
    }
    browser = signed_in(cast.joanne)
    assert browser.post(f"/patients/{patient.ref}/care-team/", given).status_code == 302
    shown = page(cast, patient)
    assert "GP: the name is missing." not in shown
    assert "Psychiatrist: the name is missing." in shown
    assert "Dr Anil Whitfield" in shown

    (member,) = queries.care_team(patient)
    other = tomasz(cast)
    known = {**given, "patient_shown": other.ref, "known": member.clinician.ref, "name": "", "profession": ""}
    assert browser.post(f"/patients/{other.ref}/care-team/", known).status_code == 302
    assert CareTeamMember.objects.values("clinician").distinct().count() == 1
    browser.post(f"/care-team/{member.ref}/end/")
    assert "GP: the name is missing." in page(cast, patient)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Choose somebody the clinic knows, or enter a name"),
        ({"profession": ""}, "Choose their profession"),
        ({"role": "aunt"}, "Choose one of the answers shown"),
    ],
)
def test_somebody_new_needs_a_name_and_a_profession(
    cast: Cast, patient: Patient, changed: dict[str, str], words: str
) -> None:
    given = {"patient_shown": patient.ref, "role": "gp", "name": "Dr Whitfield", "profession": "gp", **changed}
    answer = signed_in(cast.joanne).post(f"/patients/{patient.ref}/care-team/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.pathway("F25")
def test_an_outside_therapist_is_recorded_and_only_kinds_are_recommended(cast: Cast, patient: Patient) -> None:
    therapist = actions.add_outside_clinician(
        name="Noor Haddad", profession="psychotherapist", email="noor@talk.example", by=cast.joanne, now=NOW
    )
    actions.join_care_team(patient=patient, clinician=therapist, role="therapist", by=cast.joanne, now=NOW)
    shown = page(cast, patient)
    assert "Noor Haddad" in shown
    assert "We recommend kinds of therapy, never one particular therapist." in shown
    assert "acceptance and commitment therapy; psychedelic-assisted therapy" in shown


@pytest.mark.pathway("F39")
def test_a_helper_is_named_and_their_access_ended(cast: Cast, patient: Patient) -> None:
    given = {
        "patient_shown": patient.ref,
        "name": "Ada Okonjo",
        "relation": "mother",
        "email": "ada@home.example",
        "named_by_patient": "on",
    }
    browser = signed_in(cast.joanne)
    address = f"/patients/{patient.ref}/helper/"
    assert browser.post(address, {**given, "named_by_patient": ""}).status_code == 422
    assert browser.post(address, given).status_code == 302
    assert "Ada Okonjo, mother, uses these pages for Maya" in page(cast, patient)
    (helper,) = queries.helpers_of(patient)
    assert queries.helped_by_account(helper.account_id) == [helper]
    browser.post(f"/helpers/{helper.ref}/end/")
    assert queries.helped_by_account(helper.account_id) == []
    assert Helper.objects.get().ended_at == NOW


def test_whom_to_call_is_added_and_ended(cast: Cast, patient: Patient) -> None:
    browser = signed_in(cast.priya)
    given = {"patient_shown": patient.ref, "name": "Ben Okonjo", "relation": "brother", "phone": "07700 900555"}
    assert browser.post(f"/patients/{patient.ref}/emergency/", given).status_code == 302
    assert "Ben Okonjo" in page(cast, patient)
    browser.post(f"/emergency-contacts/{EmergencyContact.objects.get().ref}/end/")
    assert "Ben Okonjo" not in page(cast, patient)


def test_a_patient_with_an_address_is_let_in(cast: Cast) -> None:
    browser = signed_in(cast.joanne)
    browser.post("/new-patient/", WHO)
    made = Patient.objects.get(given_names="Amina Nur")
    assert made.account_id is None
    browser.post(f"/patients/{made.ref}/details/sign-in/")
    made.refresh_from_db()
    assert made.account is not None
    assert made.account.email == "amina@home.example"


def test_who_may_see_and_who_may_change(cast: Cast, patient: Patient) -> None:
    assert signed_in(cast.lena).get(f"/patients/{patient.ref}/details/").status_code == 200
    assert signed_in(cast.lena).get("/new-patient/").status_code == 403
    assert signed_in(cast.ewan).get("/patients/").status_code == 403
    assert signed_in(as_patient(patient)).get("/patients/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.correct_details(patient=patient, phone="", by=cast.lena, now=NOW)


def test_another_clinics_people_are_not_there(cast: Cast, patient: Patient) -> None:
    stranger = signed_in(cast_of("harrow-lane").joanne)
    for path in ("details", "details/correct", "helper", "emergency", "care-team"):
        assert stranger.get(f"/patients/{patient.ref}/{path}/").status_code == 404
    assert "Maya Okonjo" not in stranger.get("/patients/", {"words": "Maya"}).content.decode()
    helper = actions.name_helper(
        patient=patient, name="Ada", relation="mother", email="ada@home.example", by=cast.joanne, now=NOW
    )
    assert stranger.post(f"/helpers/{helper.ref}/end/").status_code == 404
