"""The record on one page: what treatment has come to, what is next, and what the office sees instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Role
from afterglow.ground.audit.models import ReadEntry
from afterglow.record.diary.actions import book
from afterglow.record.diary.models import REVIEW
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from afterglow.record.tasks.actions import raise_task
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in, tomasz
from tests.rooms.stories import Story, five_years, told

pytestmark = pytest.mark.django_db

START = date(2026, 1, 12)
WEEK = timedelta(weeks=1)


@pytest.fixture
def cast(clinic_time: Callable[[datetime], None]) -> Cast:
    return cast_of()


def weekly(count: int, *, micrograms: int = 35_000) -> list[tuple[date, int]]:
    return [(START + place * WEEK, micrograms) for place in range(count)]


def page(actor: Actor, patient: Patient) -> str:
    return str(signed_in(actor).get(f"/patients/{patient.ref}/").content.decode()).replace("\u00a0", " ")


def story_of_loss() -> Story:
    """Responded to 6, came back to 14, with the dose kept up and given as often."""
    doses = [*weekly(6), *[(START + (6 + place) * WEEK, 42_000) for place in range(8)]]
    scores = [(START - timedelta(days=2), 18), (START + 3 * WEEK, 8), (START + 5 * WEEK, 6)]
    scores += [(START + (8 + place) * WEEK, 14) for place in range(4)]
    return Story(START, doses=doses, scores=scores, stage=Stage.MAINTENANCE, planned=[date(2026, 6, 16)])


@pytest.mark.pathway("F10")
def test_a_benefit_lost_although_treatment_goes_on_is_shown_with_how_it_was_reached(cast: Cast) -> None:
    patient = maya(cast)
    told(cast, patient, story_of_loss())
    text = page(cast.hannah, patient)
    assert "Possible tolerance" in text
    assert "Baseline 18, best 6 on 16 February 2026" in text
    assert "Decide before the dose on Tuesday 16 June" in text
    assert f"/patients/{patient.ref}/course/decide/" in text


@pytest.mark.pathway("F11")
def test_no_response_to_six_treatments_asks_for_a_decision(cast: Cast) -> None:
    patient = maya(cast)
    scores = [(START - timedelta(days=2), 18), *[(START + place * WEEK + timedelta(days=3), 17) for place in range(6)]]
    told(cast, patient, Story(START, doses=weekly(6), scores=scores, planned=[date(2026, 6, 16)]))
    text = page(cast.hannah, patient)
    assert "No response after 6 treatments" in text
    assert "Decide before the dose" in text


@pytest.mark.pathway("F13")
def test_nothing_is_said_while_it_is_too_early_and_nothing_is_predicted(cast: Cast) -> None:
    patient = maya(cast)
    told(cast, patient, Story(START, doses=weekly(3), scores=[(START - WEEK, 18), (START + WEEK, 17)]))
    text = page(cast.hannah, patient)
    assert "No response" not in text
    assert "likely" not in text


def test_the_figures_on_top_are_what_was_given_and_scored(cast: Cast) -> None:
    patient = maya(cast)
    told(cast, patient, story_of_loss())
    text = page(cast.hannah, patient)
    for words in ("14", "42 mg", "0.5 mg/kg, 70 kg", "baseline 18, best 6", "next Tuesday 16 June"):
        assert words in text
    assert "possible tolerance</text>" in text


@pytest.mark.pathway("F18")
def test_medicines_stand_with_what_is_known_of_them(cast: Cast) -> None:
    patient = maya(cast)
    medicines = [("Venlafaxine MR", "150 mg daily", ""), ("Ramipril", "5 mg daily", "")]
    told(cast, patient, Story(START, doses=weekly(1), medicines=medicines))
    text = page(cast.hannah, patient)
    venlafaxine = text.partition("Venlafaxine MR</dt>")[2].partition("</div>")[0]
    assert "Do not stop it" in venlafaxine
    assert "F18" in venlafaxine
    assert "confirmed 11 June 2026" in text


def test_a_signed_direction_and_a_missing_one_are_told_apart(cast: Cast) -> None:
    patient = maya(cast)
    told(cast, patient, Story(START, doses=weekly(1), planned=[date(2026, 6, 12)]))
    assert "Its direction has not been signed" in page(cast.hannah, patient)
    assert "Sign the direction" in page(cast.hannah, patient)
    assert "Sign the direction" not in page(cast.priya, patient)


def test_a_patient_nobody_referred_has_a_page_too(cast: Cast) -> None:
    text = page(cast.hannah, maya(cast))
    assert "Nobody has referred this patient yet" in text
    assert "No score and no dose yet" in text


def test_tasks_and_appointments_lie_ahead_soonest_first(cast: Cast) -> None:
    patient = maya(cast)
    for days, title in ((3, "Later"), (1, "Sooner")):
        raise_task(
            kind=title, about="x", title=title, role=Role.NURSE, patient=patient, due_at=NOW + timedelta(days=days),
            by=cast.priya, now=NOW,
        )  # fmt: skip
    start = NOW + timedelta(days=4)
    book(patient=patient, kind=REVIEW, starts_at=start, ends_at=start + timedelta(minutes=30), by=cast.joanne, now=NOW)
    text = page(cast.hannah, patient)
    assert text.index("Sooner") < text.index("Later")
    assert "Monday 15 June, 10:00" in text


CLINICAL = (
    "QIDS",
    "Venlafaxine",
    "42 mg",
    "tolerance",
    "mg/kg",
    "Baseline",
    "baseline",
    "Findings",
    "thoughts of suicide",
)


def test_the_office_sees_who_the_patient_is_and_nothing_clinical(cast: Cast) -> None:
    patient = maya(cast)
    told(cast, patient, Story(**{**vars(story_of_loss()), "medicines": [("Venlafaxine MR", "150 mg daily", "snri")]}))
    raise_task(
        kind="safety-answer", about="x", title="An answer about thoughts of suicide: call today", role=Role.NURSE,
        patient=patient, by=cast.priya, now=NOW,
    )  # fmt: skip
    raise_task(
        kind="not-sent", about="x", title="Check the address", role=Role.ADMINISTRATOR, patient=patient,
        by=cast.priya, now=NOW,
    )  # fmt: skip
    office = page(cast.joanne, patient)
    assert [word for word in CLINICAL if word in office] == []
    assert [word for word in CLINICAL if word not in page(cast.hannah, patient)] == []
    for words in ("Maya Okonjo", "maya@home.example", "Check the address", "Maintenance", "Book an appointment"):
        assert words in office


def test_the_office_sees_both_waiting_clocks(cast: Cast) -> None:
    from afterglow.care.referral.actions import receive

    patient = tomasz(cast)
    receive_for(cast, patient, receive)
    text = page(cast.joanne, patient)
    assert "First consultation" in text
    assert "Open the referral" in text


def receive_for(cast: Cast, patient: Patient, receive: Callable[..., object]) -> None:
    from afterglow.record.people.actions import add_outside_clinician

    doctor = add_outside_clinician(name="Dr Osei", profession="gp", by=cast.joanne, now=NOW)
    receive(
        patient=patient, received_at=NOW, came_by="letter", referrer=doctor, funding="self-pay", indication="",
        text="", by=cast.joanne, now=NOW,
    )  # fmt: skip


def test_each_page_read_is_written_down_and_can_be_seen(cast: Cast) -> None:
    patient = maya(cast)
    page(cast.hannah, patient)
    assert ReadEntry.objects.filter(patient_ids=str(patient.pk), page="record:patient").count() == 1
    readers = signed_in(cast.joanne).get(f"/patients/{patient.ref}/readers/").content.decode()
    assert "Dr Hannah Brandt" in readers
    assert signed_in(cast.hannah).get(f"/patients/{patient.ref}/readers/").status_code == 403


def test_every_step_has_its_reason_for_clinicians_only(cast: Cast) -> None:
    patient = maya(cast)
    told(cast, patient, Story(START))
    path = f"/patients/{patient.ref}/steps/"
    assert b"Reason" in signed_in(cast.hannah).get(path).content
    assert b"Reason" not in signed_in(cast.joanne).get(path).content


def test_letters_come_as_a_part_and_as_a_page(cast: Cast) -> None:
    patient = maya(cast)
    path = f"/patients/{patient.ref}/letters/"
    whole = signed_in(cast.hannah).get(path).content
    part = signed_in(cast.hannah).get(path, headers={"HX-Request": "true"}).content
    assert b"<html" in whole
    assert b"<html" not in part
    assert b"No letter has been written" in whole
    assert b"No letter has been written" in part


@pytest.mark.parametrize("page_name", ["", "letters/", "steps/", "readers/"])
def test_another_clinics_patient_is_not_found(cast: Cast, page_name: str) -> None:
    stranger = maya(cast_of("tern-house"))
    assert signed_in(cast.joanne).get(f"/patients/{stranger.ref}/{page_name}").status_code == 404


def test_a_patient_and_an_evaluator_may_not(cast: Cast) -> None:
    patient = maya(cast)
    for actor in (as_patient(patient), cast.ewan):
        assert signed_in(actor).get(f"/patients/{patient.ref}/").status_code == 403


def test_years_of_treatment_are_read_in_at_most_eight_queries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Both when it is drawn and when nothing has been written since; the read is written down each time."""
    patient = maya(cast)
    told(cast, patient, five_years())
    for actor in (cast.hannah, cast.priya, cast.joanne):
        browser = signed_in(actor)
        browser.get("/protocol/")
        for most in (8, 3):
            with django_assert_max_num_queries(most):
                assert browser.get(f"/patients/{patient.ref}/").status_code == 200
    assert ReadEntry.objects.filter(patient_ids=str(patient.pk), page="record:patient").count() == 6


def test_a_record_is_drawn_anew_as_soon_as_anything_was_written(cast: Cast) -> None:
    patient = maya(cast)
    browser = signed_in(cast.hannah)
    path = f"/patients/{patient.ref}/"
    assert "Nothing is open." in browser.get(path).content.decode()
    raise_task(kind="x", about="x", title="Brand new", role=Role.NURSE, patient=patient, by=cast.priya, now=NOW)
    assert "Brand new" in browser.get(path).content.decode()


def test_one_readers_record_is_never_another_readers(cast: Cast) -> None:
    patient = maya(cast)
    told(cast, patient, story_of_loss())
    assert "QIDS" in page(cast.hannah, patient)
    assert "QIDS" not in page(cast.joanne, patient)
    assert "QIDS" in page(cast.hannah, patient)
