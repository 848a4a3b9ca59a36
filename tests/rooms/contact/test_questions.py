"""A patient asks, the team answers, and both find it again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterglow.ground.audit.models import ReadEntry
from afterglow.record.contact import actions, queries
from afterglow.record.contact.models import Question
from afterglow.record.people import actions as people
from afterglow.record.people.models import Patient
from afterglow.record.tasks.queries import open_task
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz

pytestmark = pytest.mark.usefixtures("clinic_time")


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return maya(cast)


def asked(patient: Patient, text: str = "May I drive to the clinic?") -> Question:
    return actions.ask(patient=patient, text=text, by=as_patient(patient), now=NOW)


@pytest.mark.pathway("I10")
def test_a_question_and_its_answer_on_the_patients_own_page(cast: Cast, patient: Patient) -> None:
    browser = signed_in(as_patient(patient))
    page = browser.get("/my/questions/").content.decode()
    assert "Ask us anything. We answer within one working day." in page
    assert "Help now" in page
    assert browser.post("/my/questions/", {"text": "May I drive\nto the clinic?"}).status_code == 302

    (question,) = queries.unanswered_questions(clinic_id=cast.clinic.pk)
    task = open_task(kind=actions.QUESTION_TASK, about=question.ref, clinic_id=cast.clinic.pk)
    assert task is not None
    nurse = signed_in(cast.priya)
    assert "May I drive" in nurse.get("/questions/").content.decode()
    answer = nurse.post(task.link, {"text": "Yes, but not home.", "patient_shown": patient.ref})
    assert answer.status_code == 302

    page = browser.get("/my/questions/").content.decode()
    assert "Yes, but not home." in page
    assert "Priya Shah, infusion nurse" in page
    task.refresh_from_db()
    assert task.done_at == NOW
    assert "Every question has been answered" in nurse.get("/questions/").content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "a\x00b"])
def test_an_empty_or_unreadable_question_is_said_beside_the_field(patient: Patient, text: str) -> None:
    answer = signed_in(as_patient(patient)).post("/my/questions/", {"text": text})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Question.objects.exists()


def test_an_answer_from_a_page_that_showed_somebody_else_is_refused(cast: Cast, patient: Patient) -> None:
    question, other = asked(patient), tomasz(cast)
    answer = signed_in(cast.priya).post(f"/questions/{question.ref}/", {"text": "Yes", "patient_shown": other.ref})
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Tomasz Wiśniewski" in words
    assert "Maya Okonjo" in words
    assert ">\nYes</textarea>" in words
    assert queries.replies_to(question) == []


def test_a_question_is_its_patients_and_the_teams(cast: Cast, patient: Patient) -> None:
    question = asked(patient)
    assert signed_in(as_patient(tomasz(cast))).get("/my/questions/").content.decode().count(question.text) == 0
    assert signed_in(cast.grace).get(f"/questions/{question.ref}/").status_code == 403
    elsewhere = cast_of("harrow-lane")
    assert signed_in(elsewhere.priya).get(f"/questions/{question.ref}/").status_code == 404
    assert question.text not in signed_in(elsewhere.priya).get("/questions/").content.decode()


@pytest.mark.pathway("F39")
def test_a_helper_asks_for_the_patient_and_is_named(cast: Cast, patient: Patient) -> None:
    helper = people.name_helper(
        patient=patient, name="Ada Okonjo", relation="mother", email="ada@home.example", by=cast.joanne, now=NOW
    )
    actor = as_patient(patient)
    browser = signed_in(replace(actor, number=helper.account_id))
    assert browser.post("/my/questions/", {"text": "Where do we park?"}).status_code == 302
    (question,) = queries.unanswered_questions(clinic_id=cast.clinic.pk)
    assert question.author_name == "Ada Okonjo for Maya Okonjo"


def test_reading_a_question_is_written_down(cast: Cast, patient: Patient) -> None:
    question = asked(patient)
    signed_in(cast.priya).get(f"/questions/{question.ref}/")
    assert ReadEntry.objects.filter(page="contact:question", patient_ids=str(patient.pk)).count() == 1
