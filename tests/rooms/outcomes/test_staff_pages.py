"""Staff ask, remind, write down what was said elsewhere, and open every score to how it was reached."""

from __future__ import annotations

import pytest

from afterglow.ground.access.acting import NotAllowed
from afterglow.record.contact.models import Message
from afterglow.record.outcomes.actions import answering
from afterglow.record.outcomes.models import Request, Score
from afterglow.record.people.models import Patient
from afterglow.record.tasks.models import Task
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz
from tests.rooms.outcomes.test_answering import answer_all, asked, by_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("afterglow.site.edge.clinic_now", lambda: NOW)


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return maya(cast)


def home(patient: Patient) -> str:
    return f"/patients/{patient.ref}/questionnaires/"


def test_a_nurse_asks_a_questionnaire_by_its_name_and_the_message_does_not_say_it(cast: Cast, patient: Patient) -> None:
    client = signed_in(cast.priya)
    sent = {"patient_shown": patient.ref, "instrument": "phq-9", "days": "3"}
    response = client.post(home(patient), sent, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(home(patient), 302)]
    assert "PHQ-9" in page
    assert "14 Jun" in page
    assert "PHQ" not in Message.objects.get().text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"instrument": "", "days": "3"}, "Choose a questionnaire"),
        ({"instrument": "phq-9", "days": "0.5"}, "as a whole number"),
        ({"instrument": "phq-9", "days": "61"}, "must be 0 to 60"),
        ({"instrument": "none-such", "days": "3"}, "Choose one of the answers shown"),
    ],
)
def test_what_was_typed_wrong_is_said_twice_and_kept(
    cast: Cast, patient: Patient, sent: dict[str, str], words: str
) -> None:
    response = signed_in(cast.priya).post(home(patient), {"patient_shown": patient.ref, **sent})
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(words) == 2
    assert not Request.objects.exists()


def test_a_page_that_shows_another_patient_saves_nothing(cast: Cast, patient: Patient) -> None:
    other = tomasz(cast)
    sent = {"patient_shown": other.ref, "instrument": "phq-9", "days": "3"}
    response = signed_in(cast.priya).post(home(patient), sent)
    assert response.status_code == 422
    assert "Wiśniewski" in response.content.decode()
    assert not Request.objects.exists()


def test_a_reminder_goes_out_by_a_button(cast: Cast, patient: Patient) -> None:
    request = asked(cast, patient)
    url = f"{home(patient)}{request.ref}/remind/"
    assert signed_in(cast.priya).post(url, {"patient_shown": patient.ref}).status_code == 302
    assert Message.objects.count() == 2
    assert signed_in(cast.priya).post(url, {}).status_code == 422
    assert Message.objects.count() == 2


def test_answers_given_by_phone_are_entered_and_scored(cast: Cast, patient: Patient) -> None:
    request = asked(cast, patient, "gad-7")
    sent = {f"item_{number}": "1" for number in range(1, 8)}
    sent |= {"patient_shown": patient.ref, "how": "phone", "happened_at": "2026-06-11T09:30"}
    response = signed_in(cast.priya).post(f"{home(patient)}{request.ref}/enter/", sent, follow=True)
    page = response.content.decode()
    assert "Asked by phone" in page
    assert "= 7" in page
    score = Score.objects.get()
    assert (score.total, score.happened_at.isoformat()) == (7, "2026-06-11T08:30:00+00:00")


def test_entering_needs_a_time_and_a_way(cast: Cast, patient: Patient) -> None:
    request = asked(cast, patient, "gad-7")
    sent = {"patient_shown": patient.ref, "item_1": "2"}
    response = signed_in(cast.priya).post(f"{home(patient)}{request.ref}/enter/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("Choose how it was answered") == 2
    assert "selected" in page
    assert not Score.objects.exists()


def test_a_score_opens_to_its_answers_and_its_sum(cast: Cast, patient: Patient) -> None:
    request = asked(cast, patient, "qids-sr16")
    answer_all(request, 1, item_12=0)
    answering.answer_item(request=request, item="5", value=2, by=by_link(request), now=NOW)
    answering.submit(request=request, by=by_link(request), now=NOW)
    listed = signed_in(cast.priya).get(home(patient)).content.decode()
    assert "9 of 27, mild" in listed
    page = signed_in(cast.priya).get(f"{home(patient)}{request.ref}/").content.decode()
    assert "sleep 1 + mood 2 + appetite and weight 1" in page
    assert "first: A little" in page
    assert "qids-sr16:1" in page


def test_an_answer_about_suicide_stands_on_top_with_who_took_it_on(cast: Cast, patient: Patient) -> None:
    request = asked(cast, patient)
    answering.answer_item(request=request, item="9", value=2, by=by_link(request), now=NOW)
    client = signed_in(cast.hannah)
    page = client.get(home(patient)).content.decode()
    assert "Nobody has accepted it yet" in page
    opened = client.get(Task.objects.get().link)
    assert opened.status_code == 200
    assert "To do: call the patient now" in opened.content.decode()
    assert "Not sent in" in opened.content.decode()


def test_a_blank_safety_question_is_said_and_an_answer_of_nought_is_not_praised(cast: Cast, patient: Patient) -> None:
    blank = asked(cast, patient)
    answer_all(blank, 1, item_9=None)
    answering.submit(request=blank, by=by_link(blank), now=NOW)
    page = signed_in(cast.priya).get(f"{home(patient)}{blank.ref}/").content.decode()
    assert "was left blank. Ask in person before the next dose." in page


def test_who_may_not_ask_sees_no_button_and_is_refused(cast: Cast, patient: Patient) -> None:
    request = asked(cast, patient)
    client = signed_in(cast.grace)
    page = client.get(home(patient)).content.decode()
    assert "Send it" not in page
    assert "Remind" not in page
    sent = {"patient_shown": patient.ref, "instrument": "gad-7", "days": "3"}
    assert client.post(home(patient), sent).status_code == 403
    assert client.get(f"{home(patient)}{request.ref}/enter/").status_code == 403


def test_the_office_sends_and_reminds_and_reads_no_answer(cast: Cast, patient: Patient) -> None:
    answered, waiting = asked(cast, patient), asked(cast, patient, "gad-7")
    answer_all(answered, 1, item_9=2)
    answering.submit(request=answered, by=by_link(answered), now=NOW)
    answering.answer_item(request=waiting, item="1", value=3, by=by_link(waiting), now=NOW)
    office = signed_in(cast.joanne)
    page = office.get(home(patient)).content.decode()
    assert "GAD-7" in page
    assert "Started" in page
    for clinical in ("thoughts of suicide", "More than half the days", "of 27", "Scores", waiting.ref + "/enter"):
        assert clinical not in page
    sent = {"patient_shown": patient.ref, "instrument": "qids-sr16", "days": "3"}
    assert office.post(home(patient), sent).status_code == 302
    shown = {"patient_shown": patient.ref}
    assert office.post(f"{home(patient)}{waiting.ref}/remind/", shown).status_code == 302
    for row in (answered, waiting):
        assert office.get(f"{home(patient)}{row.ref}/").status_code == 403
        assert office.get(f"{home(patient)}{row.ref}/enter/").status_code == 403
    given = {"patient_shown": patient.ref, "how": "phone", "happened_at": "2026-06-11T09:30", "item_1": "1"}
    assert office.post(f"{home(patient)}{waiting.ref}/enter/", given).status_code == 403
    assert Score.objects.count() == 1


def test_only_whoever_reads_the_record_writes_answers_down(cast: Cast, patient: Patient) -> None:
    request = asked(cast, patient, "gad-7")
    with pytest.raises(NotAllowed):
        answering.enter_answers(request=request, answers={}, how="phone", happened_at=NOW, by=cast.joanne, now=NOW)


def test_the_office_cannot_open_the_task_about_an_answer(cast: Cast, patient: Patient) -> None:
    request = asked(cast, patient)
    answering.answer_item(request=request, item="9", value=2, by=by_link(request), now=NOW)
    task = Task.objects.get()
    office = signed_in(cast.joanne)
    assert office.get(f"/tasks/{task.ref}/").status_code == 404
    assert office.post(f"/tasks/{task.ref}/accept/").status_code == 404
    assert "suicide" not in office.get("/tasks/").content.decode()
    for actor in (cast.priya, cast.hannah, cast.lena):
        assert signed_in(actor).get(f"/tasks/{task.ref}/").status_code == 200


def test_nobody_of_another_clinic_finds_it(cast: Cast, patient: Patient) -> None:
    request = asked(cast, patient)
    stranger = signed_in(cast_of("harrow-lane").lena)
    for page in ("", f"{request.ref}/", f"{request.ref}/enter/"):
        assert stranger.get(f"{home(patient)}{page}").status_code in {403, 404}
    assert signed_in(as_patient(patient)).get(home(patient)).status_code == 403


def test_the_page_needs_few_questions_of_the_database(
    cast: Cast, patient: Patient, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for instrument in ("phq-9", "gad-7", "qids-sr16"):
        request = asked(cast, patient, instrument)
        answer_all(request, 0)
        answering.submit(request=request, by=by_link(request), now=NOW)
    client = signed_in(cast.priya)
    client.get(home(patient))
    with django_assert_max_num_queries(8):
        client.get(home(patient))
