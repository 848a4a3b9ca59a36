"""The day-before check: answered by the patient, changed until the morning, completed by a nurse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from afterglow.care.course.models import Treatment
from afterglow.care.treatment.actions import infusion
from afterglow.care.treatment.actions.readiness import (
    CALL_TASK,
    Completed,
    answer_own_readiness,
    answer_readiness,
    complete_readiness,
)
from afterglow.care.treatment.due import due
from afterglow.care.treatment.models import ReadinessAnswer, ReadinessCheck
from afterglow.care.treatment.presenters.readiness import answers_so_far, said_before
from afterglow.care.treatment.queries.before import before_findings, questions_of
from afterglow.care.treatment.queries.known import answers_of, known_about
from afterglow.care.treatment.queries.placed import held_back
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.record.contact.models import Link, Message
from afterglow.record.people.models import Patient
from afterglow.record.tasks.queries import open_task
from tests.people import NOW, Cast, as_patient, cast_of, maya, tomasz
from tests.rooms.treatment.day import fine, minutes, planned, ready, settled, signed_for, startable

pytestmark = pytest.mark.django_db

EVENING_BEFORE = NOW - timedelta(hours=18)
"""Wednesday 16:00 where the clinic is."""


def tomorrow(cast: Cast, patient: Patient | None = None) -> Treatment:
    return planned(cast, patient)


def test_both_answers_are_kept_and_the_later_one_counts() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    treatment = tomorrow(cast, patient)
    for option in ("might", "no", "no"):
        answer_own_readiness(
            treatment=treatment, question="benzodiazepine", option=option, by=as_patient(patient), now=EVENING_BEFORE
        )
    assert answers_of(treatment)["benzodiazepine"].option == "no"
    assert ReadinessAnswer.objects.count() == 2


@pytest.mark.pathway("F18", "F20")
@pytest.mark.parametrize(("question", "option"), [("benzodiazepine", "might"), ("alcohol", "yes")])
def test_an_answer_that_wants_a_word_asks_a_nurse_to_call_and_cancels_nothing(question: str, option: str) -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    treatment = tomorrow(cast, patient)
    answer_own_readiness(
        treatment=treatment, question=question, option=option, by=as_patient(patient), now=EVENING_BEFORE
    )
    task = open_task(kind=CALL_TASK, about=treatment.ref, clinic_id=cast.clinic.pk)
    assert task is not None
    assert task.role == "infusion nurse"
    assert task.due_at == datetime(2026, 6, 10, 16, 30, tzinfo=UTC), "17:30 the day before, where the clinic is"
    treatment.refresh_from_db()
    assert treatment.state == "planned"
    session = settled(cast, treatment)
    ready(cast, session, answers={**fine(session), question: option})
    found = [one for one in before_findings(known_about(treatment, NOW)) if one.finding.code == f"answer-{question}"]
    assert [one.finding.severity.value for one in found] == ["caution"]


@pytest.mark.parametrize("when", [NOW - timedelta(days=2), NOW], ids=["two days before", "after opening"])
def test_it_is_open_from_the_day_before_until_the_morning(when: datetime) -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    treatment = tomorrow(cast, patient)
    with pytest.raises(Refused):
        answer_own_readiness(
            treatment=treatment,
            question="alcohol",
            option="no",
            by=as_patient(patient),
            now=when,
        )


def test_an_answer_not_offered_is_refused_and_staff_do_not_answer_for_a_patient() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    treatment = tomorrow(cast, patient)
    for question, option in (("alcohol", "gallons"), ("horoscope", "no"), ("bladder", "no")):
        with pytest.raises(Refused):
            answer_own_readiness(
                treatment=treatment, question=question, option=option, by=as_patient(patient), now=EVENING_BEFORE
            )
    with pytest.raises(NotAllowed):
        answer_readiness(treatment=treatment, question="alcohol", option="no", by=cast.priya, now=EVENING_BEFORE)


def test_pregnancy_is_asked_only_where_it_could_be() -> None:
    cast = cast_of("larkfield")
    asked = {
        patient.given_names: {one.code for one in questions_of(known_about(planned(cast, patient), NOW), Asker.PATIENT)}
        for patient in (maya(cast), tomasz(cast))
    }
    assert "pregnancy" in asked["Maya"]
    assert "pregnancy" not in asked["Tomasz"]
    assert "bladder" not in asked["Maya"], "the nurse asks that"


def test_a_check_that_is_not_complete_holds_the_dose_back() -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    answers = fine(session)
    del answers["bladder"]
    ready(cast, session, answers=answers)
    held = {one.code for one in held_back(before_findings(known_about(session.treatment, NOW)))}
    assert "not-answered-bladder" in held


def test_times_of_the_night_before_and_the_day_are_cautions() -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    ready(
        cast,
        session,
        last_food_at=minutes(-60),
        last_alcohol_at=NOW - timedelta(hours=12),
        last_benzodiazepine_at=NOW - timedelta(hours=11),
        benzodiazepine_every_day=True,
    )
    found = {one.finding.code: one.finding for one in before_findings(known_about(session.treatment, NOW))}
    assert {"ate-too-late", "alcohol-before-dose", "benzodiazepine-before-dose"} <= set(found)
    assert "not to be stopped suddenly" in found["benzodiazepine-before-dose"].words


@pytest.mark.parametrize("what", ["last_food_at", "last_drink_at", "last_alcohol_at", "last_benzodiazepine_at"])
def test_nothing_was_taken_at_a_time_to_come(what: str) -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    with pytest.raises(Refused, match="cannot be later than now"):
        ready(cast, session, **{what: minutes(60)})
    assert not ReadinessCheck.objects.exists()
    ready(cast, session, **{what: NOW})


@pytest.mark.pathway("F18", "F20")
def test_what_the_patient_meant_to_do_is_no_answer_to_what_they_did() -> None:
    cast = cast_of("larkfield")
    treatment = signed_for(cast)
    by = as_patient(treatment.patient)
    for question in ("alcohol", "unwell"):
        answer_own_readiness(treatment=treatment, question=question, option="no", by=by, now=EVENING_BEFORE)
    known = known_about(settled(cast, treatment).treatment, NOW)
    assert answers_so_far(known) == {"unwell": "no"}
    assert said_before(known)["alcohol"] == "Said the day before: “No”"


@pytest.mark.pathway("F17")
def test_where_no_companion_may_be_in_the_room_the_patient_is_told_where_they_wait() -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    ready(cast, session, wants_company=True)
    found = {one.finding.code: one.finding for one in before_findings(known_about(session.treatment, NOW))}
    assert "Nobody can be beside you" in found["companion-waits-elsewhere"].words
    assert found["companion-waits-elsewhere"].severity.value == "info"


@pytest.mark.pathway("I2")
def test_where_a_sitter_is_required_there_is_no_infusion_without_one() -> None:
    cast = cast_of("tern-house")
    session = startable(cast)
    ready(cast, session, escort="")
    with pytest.raises(Refused) as refused:
        infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=minutes(3))
    assert "no-sitter" in {one.code for one in refused.value.findings}
    ready(cast, session)
    infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=minutes(3))


def test_a_completed_check_offers_only_what_is_asked_and_closes_with_the_dose() -> None:
    cast = cast_of("larkfield")
    session = startable(cast)
    with pytest.raises(Refused):
        complete_readiness(session=session, completed=Completed({"alcohol": "gallons"}), by=cast.priya, now=NOW)
    infusion.start(session=session, uuid=uuid4(), by=cast.priya, now=minutes(3))
    with pytest.raises(Refused):
        complete_readiness(session=session, completed=Completed(fine(session)), by=cast.priya, now=minutes(4))
    assert ReadinessCheck.objects.count() == 1


def test_the_day_before_a_link_goes_out_once() -> None:
    cast = cast_of("larkfield")
    patient = maya(cast)
    treatment = tomorrow(cast, patient)
    assert due(NOW - timedelta(days=1, hours=3)) == 0, "06:00 is too early"
    assert due(EVENING_BEFORE) == 1
    assert due(EVENING_BEFORE) == 0
    link = Link.objects.get()
    assert (link.purpose, link.about, link.patient_id) == ("readiness", treatment.ref, patient.pk)
    message = Message.objects.get()
    assert message.address == patient.email
    assert "ketamine" not in (message.subject + message.text).lower()
