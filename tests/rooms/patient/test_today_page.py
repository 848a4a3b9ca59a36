"""A patient's own home, and help that needs no sign-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from afterglow.care.course.models import Treatment
from afterglow.care.referral.actions import receive
from afterglow.ground.audit import trail
from afterglow.office.letters.actions.approving import approve
from afterglow.office.letters.actions.drafting import draft
from afterglow.office.letters.actions.sending import dispatch
from afterglow.office.letters.queries.letters import patient_key
from afterglow.record.contact.actions import ask, reply
from afterglow.record.contact.models import Question
from afterglow.record.diary.models import Appointment
from afterglow.record.outcomes.actions.asking import ask as ask_questionnaire
from afterglow.record.people.actions import add_outside_clinician, name_helper
from tests.people import NOW, as_patient, cast_of, maya, signed_in, tomasz
from tests.rooms.letters.conftest import Story, story  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(clinic_time: object) -> None:
    """Every request happens at NOW."""


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.pathway("F3")
def test_somebody_who_waits_reads_an_honest_range() -> None:
    cast = cast_of()
    patient = maya(cast)
    gp = add_outside_clinician(name="Dr Ines Alvarez", profession="gp", by=cast.joanne, now=NOW)
    receive(patient=patient, came_by="letter", referrer=gp, responsible=True, by=cast.joanne, now=NOW)
    shown = page(signed_in(as_patient(patient)), "/my/")
    assert "We have your referral" in shown
    assert "This is an average, not a promise." in shown


def test_a_questionnaire_to_answer_comes_first_and_leads_there() -> None:
    cast = cast_of()
    patient = maya(cast)
    request = ask_questionnaire(
        patient=patient, instrument="phq-9", due_at=NOW + timedelta(days=3), by=cast.priya, now=NOW
    )
    shown = page(signed_in(as_patient(patient)), "/my/")
    assert "Please answer by Sunday 14 June" in shown
    assert shown.count(f"/my/questionnaires/{request.ref}/") == 2
    assert "PHQ" not in shown


@pytest.mark.pathway("I10")
def test_answers_of_the_team_stand_among_the_messages() -> None:
    cast = cast_of()
    patient = maya(cast)
    question = ask(patient=patient, text="May I drink tea?", by=as_patient(patient), now=NOW)
    client = signed_in(as_patient(patient))
    assert "Priya Shah" not in page(client, "/my/")
    reply(question=question, text="Yes, until two hours before.", by=cast.priya, now=NOW)
    shown = page(client, "/my/")
    assert "Priya Shah, infusion nurse" in shown
    assert "until two hours before" in shown


@pytest.mark.pathway("I7", "S10")
def test_the_days_after_a_dose_are_on_the_page(story: Story) -> None:  # noqa: F811  # the fixture
    assert story.treatment.given_at is not None
    shown = page(signed_in(as_patient(story.patient)), "/my/")
    assert "Day 3 of 7 after your treatment" in shown
    assert "Treatment 1, done 8 June 2026" in shown
    assert "therapy, healthy habits, people who support you" in shown


def planned_tomorrow(story: Story) -> Treatment:  # noqa: F811  # the fixture's value
    """The second treatment, tomorrow at 10:30 where the clinic is; it stands here as rows."""
    first = story.treatment
    starts = NOW.replace(hour=9, minute=30) + timedelta(days=1)
    with trail.opened(author=story.cast.hannah, now=NOW, verb="test.planned"):
        appointment = Appointment.objects.create(
            clinic_id=first.clinic_id,
            patient=story.patient,
            kind="treatment",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            booked_at=NOW,
        )
        return Treatment.objects.create(
            clinic_id=first.clinic_id,
            course=first.course,
            number=2,
            code=first.code,
            drug=first.drug,
            route=first.route,
            planned_day=starts.date(),
            appointment=appointment,
        )


def test_the_check_of_the_day_before_is_among_the_things_to_do(story: Story) -> None:  # noqa: F811  # the fixture
    planned_tomorrow(story)
    shown = page(signed_in(as_patient(story.patient)), "/my/")
    assert "Nothing is waiting for you" not in shown
    assert "Day-before check" in shown
    assert "7 questions" in shown


def test_one_place_is_marked_as_the_page_one_is_on(story: Story) -> None:  # noqa: F811  # the fixture
    client = signed_in(as_patient(story.patient))
    for address in ("/my/", "/my/questions/", "/my/course/"):
        assert page(client, address).count('aria-current="page"') == 1


@pytest.mark.pathway("I10")
def test_what_was_asked_and_is_not_answered_yet_stands_there() -> None:
    cast = cast_of()
    patient = maya(cast)
    ask(patient=patient, text="May I drink tea?", by=as_patient(patient), now=NOW)
    assert "Not answered yet" in page(signed_in(as_patient(patient)), "/my/")


@pytest.mark.pathway("F20", "F18")
def test_the_day_before_a_treatment_it_stands_on_top_with_its_check(story: Story) -> None:  # noqa: F811  # the fixture
    planned_tomorrow(story)
    shown = page(signed_in(as_patient(story.patient)), "/my/")
    assert "Tomorrow, Friday 12 June" in shown
    assert "Your second treatment" in shown
    assert "Start the day-before check" in shown
    assert "/my/readiness/" in shown
    assert "Do not eat after 06:30." in shown
    assert "If you take one every day, do not stop alone: ask us." in shown


def test_a_letter_sent_to_the_patient_can_be_read_and_no_other(story: Story) -> None:  # noqa: F811  # the fixture
    client = signed_in(as_patient(story.patient))
    letter = draft(
        patient=story.patient, kind="assessment-outcome", about=story.decision.ref, by=story.cast.lena, now=NOW
    )
    approval = approve(letter=letter, version=1, also_to=(), by=story.cast.hannah, now=NOW)
    assert "There is no letter yet" in page(client, "/my/letters/")
    assert client.get(f"/my/letters/{letter.ref}.pdf").status_code == 404
    key = patient_key(story.patient)
    dispatch(letter=letter, recipient=key, how="own-page", by=story.cast.joanne, now=NOW)
    assert "Outcome of the assessment" in page(client, "/my/letters/")
    assert client.get(f"/my/letters/{letter.ref}.pdf").content == bytes(approval.pdf)
    stranger = signed_in(as_patient(tomasz(story.cast)))
    assert stranger.get(f"/my/letters/{letter.ref}.pdf").status_code == 404


@pytest.mark.pathway("F44")
def test_suggestions_are_invited_and_reach_the_team() -> None:
    cast = cast_of()
    patient = maya(cast)
    client = signed_in(as_patient(patient))
    assert "Tell us what could be better" in page(client, "/my/")
    assert client.post("/my/suggestions/", {"text": ""}).status_code == 422
    assert client.post("/my/suggestions/", {"text": "A warmer waiting room."}).status_code == 302
    assert Question.objects.get().text == "A suggestion: A warmer waiting room."


@pytest.mark.pathway("F39")
def test_a_helper_sees_for_whom_they_are_there() -> None:
    cast = cast_of()
    patient = maya(cast)
    helper = name_helper(
        patient=patient, name="Daniel Okonjo", relation="brother", email="daniel@home.example", by=cast.joanne, now=NOW
    )
    client = signed_in(as_patient(patient).__class__(**{**vars(as_patient(patient)), "number": helper.account_id}))
    assert "You are here for Maya Okonjo" in page(client, "/my/")


def test_staff_have_no_patients_home() -> None:
    assert signed_in(cast_of().priya).get("/my/").status_code == 403
    assert Client().get("/my/").headers["Location"].startswith("/sign-in/")


@pytest.mark.pathway("F24")
def test_help_shows_the_clinics_own_numbers_to_its_patients() -> None:
    cast = cast_of()
    shown = page(signed_in(as_patient(maya(cast))), "/help/")
    assert "Nothing on this page is sent to the clinic" in shown
    assert "Northshire crisis team" in shown
    assert "is not an emergency service. It is open Monday to Friday, 08:30 to 17:30" in shown
    assert "you have chest pain or cannot breathe well" in shown
    assert "these thoughts" not in shown
    assert "open now, until 17:30" in shown
    assert 'href="tel:999"' in shown


def test_help_works_for_somebody_who_is_not_signed_in() -> None:
    shown = page(Client(), "/help/")
    for number in ("tel:999", "tel:111", "tel:116123", "tel:18000"):
        assert number in shown
    assert "Northshire" not in shown
    assert Client().post("/help/").status_code == 405


def test_help_from_a_link_knows_the_clinic() -> None:
    import re

    from afterglow.record.contact.models import Message

    cast = cast_of()
    ask_questionnaire(patient=maya(cast), instrument="phq-9", due_at=NOW + timedelta(days=3), by=cast.priya, now=NOW)
    link = re.search(r"http://[^/]+(/\S+)", Message.objects.get().text)
    assert link is not None
    client = Client()
    client.get(link[1])
    shown = page(client, "/answer/help/")
    assert "Northshire crisis team" in shown
    assert "Maya" not in shown


def test_at_night_help_says_that_the_clinic_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = cast_of()
    night = datetime(2026, 6, 14, 2, 0, tzinfo=UTC)
    monkeypatch.setattr("afterglow.site.edge.clinic_now", lambda: night)
    assert "closed now" in page(signed_in(as_patient(maya(cast))), "/help/")
