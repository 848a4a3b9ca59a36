"""Consent through its pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from afterglow.care.consent import actions, queries
from afterglow.care.consent.models import Consent
from afterglow.care.consent.rules.signing import Signing
from afterglow.care.consent.rules.texts import texts_sha256
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.record.pathway import actions as pathway
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage
from afterglow.record.people import actions as people
from afterglow.record.people.models import Patient
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic_time")]

COVERED = ("procedure", "risks", "benefits", "alternatives")
TYPED = {
    "covered": COVERED,
    "name": "Maya Okonjo",
    "patient_agrees": "yes",
    "capacity": "yes",
    "capacity_words": "Explained the procedure in her own words.",
    "questions_asked": "How long the effect lasts.",
}


def suitable(cast: Cast, patient: Patient) -> Episode:
    episode = pathway.open_episode(patient=patient, by=cast.joanne, now=NOW)
    pathway.move(episode=episode, to=Stage.ACCEPTED, by=cast.hannah, now=NOW)
    pathway.move(episode=episode, to=Stage.SUITABLE, by=cast.hannah, now=NOW)
    return episode


def address(patient: Patient, page: str = "") -> str:
    return f"/patients/{patient.ref}/consent/{page}"


def typed(cast: Cast, patient: Patient, **changed: object) -> dict[str, object]:
    sha256 = texts_sha256(protocol_in_force(cast.clinic, NOW))
    return {**TYPED, "sha256": sha256, "patient_shown": patient.ref, **changed}


@pytest.mark.pathway("F36")
def test_cost_and_burden_come_before_everything_else() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    suitable(cast, patient)
    shown = signed_in(cast.hannah).get(address(patient)).content.decode()
    assert "£4,050 for 18 visits" in shown
    assert shown.index("What treatment asks in the long run") < shown.index("There is no consent yet")


@pytest.mark.pathway("N2")
def test_consent_is_recorded_to_the_version_that_was_read() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    episode = suitable(cast, patient)
    nurse = signed_in(cast.priya)
    too_early = nurse.post(address(patient, "sign/"), typed(cast, patient))
    assert too_early.status_code == 422
    assert "after it was read" in too_early.content.decode()
    assert "Explained the procedure in her own words." in too_early.content.decode()
    nurse.post(address(patient, "information/"), {"way": "together", "patient_shown": patient.ref})
    assert nurse.post(address(patient, "sign/"), typed(cast, patient)).status_code == 302
    given = queries.valid_consent(Episode.objects.get(pk=episode.pk), NOW)
    assert given is not None
    assert given.sha256 == texts_sha256(protocol_in_force(cast.clinic, NOW))
    assert (given.version, given.covered) == (protocol_in_force(cast.clinic, NOW).version, list(COVERED))
    episode.refresh_from_db()
    assert episode.stage == Stage.CONSENTED
    assert "Consent holds" in nurse.get(address(patient)).content.decode()
    assert "gone through together" in nurse.get(address(patient, "print/")).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"covered": ("risks",)}, "Not talked over yet: procedure, benefits, alternatives"),
        ({"patient_agrees": "no"}, "The patient does not agree"),
        ({"capacity": "no"}, "Without capacity"),
        ({"name": ""}, "Enter name, as signed"),
        ({"capacity_words": ""}, "Write how you came to your view of capacity"),
        ({"sha256": "0" * 64}, "after it was read"),
        ({"patient_shown": ""}, "The page showed no patient"),
    ],
)
def test_nothing_is_signed_that_does_not_hold(changed: dict[str, object], words: str) -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    actions.give_information(episode=suitable(cast, patient), way="together", by=cast.hannah, now=NOW)
    answer = signed_in(cast.hannah).post(address(patient, "sign/"), typed(cast, patient, **changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "There is a problem" in answer.content.decode() or "cannot go ahead" in answer.content.decode()
    assert not Consent.objects.exists()


def given(cast: Cast, patient: Patient) -> Consent:
    episode = suitable(cast, patient)
    actions.give_information(episode=episode, way="together", by=cast.hannah, now=NOW)
    signing = Signing("Maya Okonjo", "patient", patient_agrees=True, capacity=True, covered=COVERED)
    sha256 = texts_sha256(protocol_in_force(cast.clinic, NOW))
    return actions.record_consent(episode=episode, signing=signing, sha256=sha256, by=cast.hannah, now=NOW)


@pytest.mark.pathway("N2")
def test_consent_is_taken_back_by_staff_or_by_the_patient_and_a_task_says_so() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    consent = given(cast, patient)
    own = signed_in(as_patient(patient))
    assert own.post("/my/information/withdraw/", {"reason": ""}).status_code == 302
    episode = Episode.objects.get(pk=consent.episode_id)
    assert queries.valid_consent(episode, NOW) is None
    assert episode.stage == Stage.SUITABLE
    assert Task.objects.get(kind="consent-withdrawn").patient_id == patient.pk
    assert "You took your agreement back" in own.get("/my/information/").content.decode()
    assert "Consent was taken back." in signed_in(cast.hannah).get(address(patient)).content.decode()
    with pytest.raises(Refused, match="already"):
        actions.withdraw(consent=Consent.objects.get(pk=consent.pk), reason="", by=cast.hannah, now=NOW)


@pytest.mark.pathway("F2", "F8", "F16", "F38", "S11")
def test_a_patient_reads_everything_that_consent_rests_on_and_says_so() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    episode = suitable(cast, patient)
    own = signed_in(as_patient(patient))
    shown = own.get("/my/information/").content.decode()
    for words in ("off-label", "has not been formally shown", "It is not a first treatment", "Driving and cycling"):
        assert words in shown
    own.post("/my/information/read/")
    read = queries.latest_reading(episode, texts_sha256(protocol_in_force(cast.clinic, NOW)))
    assert read is not None
    assert read.way == "own-pages"
    assert own.get("/information.pdf").content.startswith(b"%PDF")


@pytest.mark.pathway("F7", "F9", "F10", "F15", "F18", "F20", "F23", "I4", "S4", "S6", "S7")
def test_the_texts_say_what_the_clinic_holds_to() -> None:
    cast = cast_of("larkfield")
    shown = signed_in(as_patient(maya(cast))).get("/my/information/").content.decode()
    for words in (
        "express and throw away your milk for 3 days",
        "That is reliance",
        "15 in 100",
        "you may stay overnight",
        "Do not stop them",
        "drink no alcohol the night before, on the day, and for 24 hours",
        "Your own doctor goes on prescribing everything else",
        "time can stretch",
        "loose clothes in layers",
        "let it come and go",
        "Some people feel sick or dizzy",
    ):
        assert words in shown, words


@pytest.mark.pathway("F14", "F22", "F46", "S12")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("compared-with-ect", "ECT"),
        ("compared-with-psilocybin", "any other psychedelic"),
        ("why-not-routine-on-the-nhs", "NICE"),
        ("how-it-works", "glutamate"),
        ("myths", "party drug"),
    ],
)
def test_further_reading(code: str, words: str) -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    own = signed_in(as_patient(patient))
    assert words in own.get(f"/my/information/more/{code}/").content.decode()
    assert f"/my/information/more/{code}/" in own.get("/my/information/").content.decode()
    assert own.get("/my/information/more/no-such-text/").status_code == 404


@pytest.mark.pathway("F36")
def test_a_patient_works_out_their_own_sum_and_nothing_is_kept() -> None:
    cast = cast_of("larkfield")
    own = signed_in(as_patient(maya(cast)))
    asked = {"way": "ketamine-infusion", "travel": "20", "night_away": "0", "hours": "6"}
    shown = own.post("/my/information/cost/", asked).content.decode()
    assert "First year: £4,410" in shown  # 6 + 12 infusions at £225, and 18 journeys at £20
    assert "18 visits, 108 hours" in shown
    wrong = own.post("/my/information/cost/", {**asked, "travel": "twenty"})
    assert wrong.status_code == 422
    assert "in pounds" in wrong.content.decode()


@pytest.mark.pathway("F30")
def test_data_choices_are_two_and_no_treatment_depends_on_them() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    consent = given(cast, patient)
    own = signed_in(as_patient(patient))
    assert own.post("/my/information/data/", {"evaluation": "yes", "research": "no"}).status_code == 302
    choices = queries.data_choices(consent.episode)
    assert {kind: choice.agreed for kind, choice in choices.items()} == {"evaluation": True, "research": False}
    assert queries.valid_consent(consent.episode, NOW)
    staff = signed_in(cast.priya)
    answer = staff.post(address(patient, "data/"), {"evaluation": "no", "patient_shown": patient.ref})
    assert answer.status_code == 422


def test_detention_is_shown_beside_consent() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    given(cast, patient)
    people.correct_details(patient=patient, detention_status="Section 3, Mental Health Act", by=cast.joanne, now=NOW)
    shown = signed_in(cast.hannah).get(address(patient)).content.decode()
    assert "Detained: Section 3, Mental Health Act" in shown
    assert "When they signed the patient was not detained" in shown


def test_a_parents_consent_ends_when_the_patient_decides_for_themselves() -> None:
    cast = cast_of("larkfield")
    patient = people.register_patient(
        given_names="Ifa", family_name="Doyle", birth_date=date(2010, 8, 1), by=cast.joanne, now=NOW
    )
    episode = suitable(cast, patient)
    actions.give_information(episode=episode, way="together", by=cast.hannah, now=NOW)
    signing = Signing(
        "Nora Doyle", "parent", patient_agrees=True, capacity=False, relation="mother", own_team_agrees=True,
        covered=COVERED,
    )  # fmt: skip
    sha256 = texts_sha256(protocol_in_force(cast.clinic, NOW))
    actions.record_consent(episode=episode, signing=signing, sha256=sha256, by=cast.hannah, now=NOW)
    assert queries.valid_consent(episode, NOW)
    assert queries.valid_consent(episode, NOW.replace(month=8)) is None
    page = signed_in(cast.hannah).get(address(patient, "sign/")).content.decode()
    assert "Do parents and present doctors take part" in page


def test_each_dose_is_confirmed_again_and_a_no_undoes_a_yes() -> None:
    cast = cast_of("larkfield")
    episode = given(cast, maya(cast)).episode
    assert queries.confirmed_for("some-dose") is None
    common = {"episode": episode, "about": "some-dose", "by": cast.priya, "now": NOW}
    actions.confirm_before_dose(capacity=True, willingness=True, **common)
    assert queries.confirmed_for("some-dose")
    actions.confirm_before_dose(capacity=True, willingness=False, **common)
    assert queries.confirmed_for("some-dose") is None


@pytest.mark.parametrize("page", ["", "sign/", "withdraw/", "data/", "print/"])
def test_another_clinics_patient_is_not_found(page: str) -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    given(cast, patient)
    stranger = signed_in(cast_of("tern-house").hannah)
    assert stranger.get(address(patient, page)).status_code == 404


def test_only_those_who_may_record_consent_do() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    episode = suitable(cast, patient)
    with pytest.raises(NotAllowed):
        actions.give_information(episode=episode, way="together", by=cast.lena, now=NOW)
    therapist = signed_in(cast.lena)
    assert therapist.get(address(patient, "sign/")).status_code == 403
    assert "Record consent" not in therapist.get(address(patient)).content.decode()
    assert Client().get(address(patient)).status_code == 302
