"""Answering on a phone: one question a page, saved each time, and help before the next question."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from afterglow.record.contact.models import Message
from afterglow.record.outcomes import queries
from afterglow.record.outcomes.models import Answer, Request, Score
from afterglow.record.tasks import actions as tasks
from afterglow.record.tasks.models import Task
from tests.people import Cast, as_patient, cast_of, maya, signed_in, tomasz
from tests.rooms.outcomes.test_answering import asked

pytestmark = pytest.mark.django_db

QUESTION = "/answer/questionnaire/question/{}/"
MIDDAY = datetime(2026, 6, 11, 11, 0, tzinfo=UTC)
"""A Thursday, 12:00 where the clinic is."""
NIGHT = datetime(2026, 6, 14, 2, 0, tzinfo=UTC)
"""A Sunday, 03:00 where the clinic is."""


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The clock of every request; a test moves it."""
    clock = {"now": MIDDAY}
    monkeypatch.setattr("afterglow.site.edge.clinic_now", lambda: clock["now"])
    return clock


def by_link(cast: Cast, instrument: str = "phq-9", now: datetime = MIDDAY) -> tuple[Client, Request]:
    """A browser that has opened the link in the message."""
    request = asked(cast, maya(cast), instrument, now)
    link = re.search(r"http://[^/]+(/\S+)", Message.objects.get().text)
    assert link is not None
    client = Client()
    assert client.get(link[1], follow=True).redirect_chain[-1][0] == QUESTION.format("1")
    return client, request


def answer(client: Client, item: str, value: int) -> str:
    """Choose an answer and go on; returns where that leads."""
    response = client.post(QUESTION.format(item), {"answer": str(value)})
    assert response.status_code == 302
    return response.headers["Location"]


def test_a_link_leads_through_all_questions_to_a_score(at: dict[str, datetime]) -> None:
    client, _request = by_link(cast_of())
    for number in range(1, 9):
        assert answer(client, str(number), 1) == QUESTION.format(number + 1)
    assert answer(client, "9", 0) == QUESTION.format("difficulty")
    assert answer(client, "difficulty", 0) == "/answer/questionnaire/check/"
    summary = client.get("/answer/questionnaire/check/").content.decode()
    assert summary.count("Several days") == 8
    sent = client.post("/answer/questionnaire/check/", follow=True)
    assert b"Your answers have been sent" in sent.content
    assert Score.objects.get().total == 8
    assert client.get("/answer/questionnaire/").status_code == 302
    assert client.get("/answer/questionnaire/").headers["Location"].startswith("/sign-in/")


def test_pages_of_a_link_show_no_name_and_no_number_of_the_patient(at: dict[str, datetime]) -> None:
    client, _request = by_link(cast_of())
    answer(client, "9", 2)
    for url in (QUESTION.format("1"), QUESTION.format("2"), "/answer/questionnaire/help/"):
        page = client.get(url).content.decode()
        assert "Okonjo" not in page
        assert "Maya" not in page
        assert "07700900123" not in page
    assert "the number ending 123" in page


def test_a_lost_connection_resumes_at_the_first_question_not_answered(at: dict[str, datetime]) -> None:
    client, _request = by_link(cast_of())
    answer(client, "1", 1)
    answer(client, "2", 1)
    assert client.get("/answer/questionnaire/").headers["Location"] == QUESTION.format("3")
    page = client.get(QUESTION.format("3")).content.decode()
    assert "Question 3 of 10" in page
    assert "Saved: 2 of 10" in page


def test_going_back_and_changing_an_answer_leads_on_to_where_one_was(at: dict[str, datetime]) -> None:
    client, request = by_link(cast_of())
    for number in (1, 2, 3):
        answer(client, str(number), 1)
    assert "checked" in client.get(QUESTION.format("1")).content.decode()
    assert answer(client, "1", 3) == QUESTION.format("4")
    assert queries.sheet_of(request).given.values["1"] == 3


def test_a_question_may_be_left_out(at: dict[str, datetime]) -> None:
    client, request = by_link(cast_of())
    response = client.post(QUESTION.format("1"), {"skip": "1"})
    assert response.headers["Location"] == QUESTION.format("2")
    assert queries.sheet_of(request).answers == {"1": None}


@pytest.mark.parametrize("sent", [{}, {"answer": ""}, {"answer": "7"}, {"answer": "x"}])
def test_a_wrong_answer_is_said_beside_the_question_and_in_the_summary(
    at: dict[str, datetime], sent: dict[str, str]
) -> None:
    client, _request = by_link(cast_of())
    response = client.post(QUESTION.format("1"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert "<title>Error: " in page
    assert not Answer.objects.exists()


def test_a_question_that_does_not_exist_is_not_found(at: dict[str, datetime]) -> None:
    client, _request = by_link(cast_of())
    assert client.get(QUESTION.format("99")).status_code == 404
    assert client.get("/answer/questionnaire/help/").status_code == 404


def test_a_link_that_is_over_opens_nothing(at: dict[str, datetime]) -> None:
    client, request = by_link(cast_of())
    at["now"] = request.expires_at
    assert client.get(QUESTION.format("1")).status_code == 302
    assert client.post(QUESTION.format("1"), {"answer": "1"}).status_code == 302
    assert not Answer.objects.exists()


def test_an_answer_of_one_or_more_shows_the_clinics_words_before_the_next_question(at: dict[str, datetime]) -> None:
    client, _request = by_link(cast_of())
    assert answer(client, "9", 1) == "/answer/questionnaire/help/"
    page = client.get("/answer/questionnaire/help/").content.decode()
    for words in (
        "You do not have to manage this alone",
        "Call 999 now if",
        'href="tel:999"',
        "Northshire crisis team",
        'href="tel:116123"',
        "Waiting for the nurse on duty.",
        "If you need help now, do not wait.",
        "Go on with the questions",
        "Somebody will still call",
    ):
        assert words in page
    assert 'href="sms:07700900771"' in page
    assert "tel:18000" in page
    assert "safe for now" not in page.lower()
    assert "has read your answer" not in page
    assert "has been told" not in page


def test_that_somebody_has_read_it_is_said_only_when_a_named_person_accepted(at: dict[str, datetime]) -> None:
    cast = cast_of()
    client, _request = by_link(cast)
    answer(client, "9", 1)
    assert 'hx-trigger="every 60s"' in client.get("/answer/questionnaire/help/").content.decode()
    tasks.accept(task=Task.objects.get(), by=cast.priya, now=MIDDAY + timedelta(minutes=3))
    page = client.get("/answer/questionnaire/help/").content.decode()
    assert "Priya Shah has read your answer" in page
    assert "Read at 12:03. They call before 17:30 today." in page
    assert "Waiting for the nurse" not in page
    assert "hx-trigger" not in page, "there is nothing more to wait for"


def test_at_night_it_says_not_to_wait_for_us_and_puts_other_help_first(at: dict[str, datetime]) -> None:
    cast = cast_of()
    at["now"] = NIGHT
    client, _request = by_link(cast, now=NIGHT)
    answer(client, "9", 3)
    page = client.get("/answer/questionnaire/help/").content.decode()
    assert "The clinic is closed. Do not wait for us" in page
    assert "Closed now" in page
    assert page.index("The clinic is closed") < page.index("Call 999 now if") < page.index("Waiting for the nurse")
    assert Task.objects.get().grade == "now"


def test_by_day_who_knows_comes_first(at: dict[str, datetime]) -> None:
    client, _request = by_link(cast_of())
    answer(client, "9", 1)
    page = client.get("/answer/questionnaire/help/").content.decode()
    assert "Open now, until 17:30" in page
    assert page.index("Waiting for the nurse") < page.index("Call 999 now if")


def test_a_signed_in_patient_answers_on_their_own_pages(at: dict[str, datetime]) -> None:
    cast = cast_of()
    patient = maya(cast)
    request = asked(cast, patient, "gad-7", MIDDAY)
    client = signed_in(as_patient(patient))
    assert "How the last 2 weeks were: anxiety" in client.get("/my/questionnaires/").content.decode()
    own = f"/my/questionnaires/{request.ref}/"
    assert client.get(own).headers["Location"] == f"{own}question/1/"
    page = client.get(f"{own}question/1/").content.decode()
    assert "Signed in as" in page
    for number in range(1, 8):
        client.post(f"{own}question/{number}/", {"answer": "2"})
    assert client.get(own).headers["Location"] == f"{own}check/"
    assert b"Your answers have been sent" in client.post(f"{own}check/", follow=True).content
    assert Score.objects.get().total == 14
    assert "Sent 11 June 2026" in client.get("/my/questionnaires/").content.decode()
    assert client.post(f"{own}question/1/", {"answer": "0"}).status_code == 422


@pytest.mark.parametrize("elsewhere", ["", "harrow-lane"])
def test_another_patient_here_or_at_another_clinic_finds_nothing(at: dict[str, datetime], elsewhere: str) -> None:
    cast = cast_of()
    request = asked(cast, maya(cast))
    client = signed_in(as_patient(tomasz(cast_of(elsewhere) if elsewhere else cast)))
    for page in ("", "question/1/", "check/", "help/"):
        assert client.get(f"/my/questionnaires/{request.ref}/{page}").status_code == 404
    assert client.post(f"/my/questionnaires/{request.ref}/question/1/", {"answer": "1"}).status_code == 404
    assert not Answer.objects.exists()
