"""A patient's own pages: the day-before check, signed in and by a link, and the rest of the day afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.actions.leaving import Leaves, leave
from afterglow.care.treatment.due import due
from afterglow.care.treatment.queries.before import questions_of
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.record.contact.models import Message
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in
from tests.rooms.treatment.browsing import Clock, refused, see, text, went_well
from tests.rooms.treatment.day import (
    STARTED,
    measure,
    minutes,
    planned,
    running,
    tick_leaving,
)

pytestmark = pytest.mark.django_db

EVENING = NOW - timedelta(hours=18)


def own(cast: Cast) -> tuple[Client, dict[str, str]]:
    """Maya at her own pages the day before, and an answer free of findings to each of her questions."""
    patient = maya(cast)
    treatment = planned(cast, patient)
    questions = questions_of(known_about(treatment, EVENING), Asker.PATIENT)
    harmless = {one.code: next(way.code for way in one.options if way.finding == "none") for one in questions}
    return signed_in(as_patient(patient)), harmless


def walk(client: Client, answers: Mapping[str, str], prefix: str = "own") -> list[str]:
    """Answer every question from the start; returns the paths of the pages seen, the last one the end."""
    seen, url = [], reverse(f"treatment:{prefix}-check")
    while not url.endswith("/end/"):
        answer = client.get(url)
        if answer.status_code == 302:
            url = answer.headers["Location"]
            continue
        assert url not in seen
        seen.append(url)
        if url.endswith("/answered/"):
            url = text(answer).split('<div class="nhsuk-button-group">')[1].split('href="')[1].split('"')[0]
        else:
            code = url.rstrip("/").rpartition("/")[2]
            url = client.post(url, {"answer": answers[code]}).headers["Location"]
    return [*seen, url]


@pytest.mark.pathway("S4")
def test_the_patient_answers_one_question_a_page_and_reads_until_when_to_eat(cast: Cast, clock: Clock) -> None:
    client, harmless = own(cast)
    clock.to(EVENING)
    seen = walk(client, {**harmless, "benzodiazepine": "every-day"})
    assert any(url.endswith("/benzodiazepine/answered/") for url in seen)
    page = text(client.get(seen[-1]))
    assert "Nurse will call" in page
    assert "No food for 4 hours before. Drink plenty of water until 2 hours before." in page
    assert "Wear loose clothes in layers." in page
    assert "Both answers are kept." in page
    told = text(client.get(reverse("treatment:own-told", args=["benzodiazepine"])))
    assert "Your treatment is not cancelled" in told
    assert "stopping suddenly can make you ill" in told
    assert "A nurse will call you today before 17:30 on 07700 900123." in told


def test_a_question_left_open_is_asked_again_beside_itself(cast: Cast, clock: Clock) -> None:
    client, _ = own(cast)
    clock.to(EVENING)
    refused(client.post(reverse("treatment:own-question", args=["alcohol"]), {}), "Choose the answer that fits best")


def test_too_early_and_too_late_say_so(cast: Cast, clock: Clock) -> None:
    client, _ = own(cast)
    clock.to(NOW - timedelta(days=2))
    assert "can be answered from Wednesday 10 June, 08:00 until" in text(client.get(reverse("treatment:own-check")))
    clock.to(NOW)
    refused(client.post(reverse("treatment:own-question", args=["alcohol"]), {"answer": "no"}), "until the morning")


def test_by_a_link_the_same_questions_are_answered_without_a_name(cast: Cast, clock: Clock) -> None:
    _, harmless = own(cast)
    due(EVENING)
    clock.to(EVENING)
    token = next(word for word in Message.objects.get().text.split() if "/l/" in word).rpartition("/l/")[2]
    client = Client()
    went_well(client.get(f"/l/{token}"))
    seen = walk(client, harmless, prefix="link")
    pages = [text(client.get(url)) for url in seen]
    assert not [page for page in pages if "Okonjo" in page], "a link's page never names the patient"
    assert client.get(reverse("treatment:own-check")).status_code == 302, "a link opens nothing else"


@pytest.mark.pathway("F16", "F20", "I6", "S8")
def test_after_a_treatment_the_patient_reads_the_rest_of_the_day(cast: Cast, clock: Clock) -> None:
    session = running(cast)
    end = minutes(40, after=STARTED)
    infusion.complete(session=session, uuid=uuid4(), by=cast.priya, now=end)
    for count in (55, 100):
        measure(cast, session, minutes(count, after=STARTED))
    at = minutes(100, after=STARTED)
    tick_leaving(cast, session, at)
    home = Leaves(escort="Daniel", told_patient=True, told_escort=True)
    leave(session=session, leaves=home, by=cast.priya, now=at)
    clock.to(at)
    page = text(see(as_patient(session.treatment.patient), "after"))
    assert "Your treatment ended at 10:43. Priya Shah checked that you were well enough to leave at 11:43." in page
    assert "Do not drive until the next morning, and then only if you do not feel drowsy." in page
    assert "Friday 12 June, 10:43" in page, "24 hours without alcohol, as a clock time"
    assert "one of your first treatments" in page
    assert "No heavy machinery until the next day." in page
    assert "Rest. No demanding work and no big decisions today." in page
    assert "This page cannot tell you that it is safe." in page
    assert "For whoever is with Maya" in page


def test_before_any_treatment_there_is_no_after(cast: Cast, clock: Clock) -> None:
    patient = maya(cast)
    assert see(as_patient(patient), "after").status_code == 404


TOLD = {
    "larkfield": ("bays are small and shared", "Calm music or silence, as you choose.", "Floating"),
    "tern-house": ("A comfortable chair in a quiet room.", "It lasts 45 min to 60 min.", "within a couple of hours"),
    "marlow-rooms": ("A private room with few distractions.", "with your therapist beside you", "Sleepy"),
    "solent-mind": ("Calm music or mindfulness, as you choose.", "Pulse, blood pressure and oxygen are watched"),
}


@pytest.mark.pathway("F17", "I1", "I2", "I3", "I4", "N3", "N7", "S5", "S6")
@pytest.mark.parametrize("slug", TOLD)
def test_each_clinics_patients_are_told_beforehand_what_theirs_is_like(slug: str, clock: Clock) -> None:
    client, harmless = own(cast_of(slug))
    clock.to(EVENING)
    page = text(client.get(walk(client, harmless)[-1]))
    for words in TOLD[slug]:
        assert words in page
