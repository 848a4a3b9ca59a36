"""Asking, answering, sending in, and what time does to a questionnaire."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from afterglow.ground.access.acting import NotAllowed, Refused
from afterglow.ground.access.actor import Actor, ActorKind
from afterglow.ground.access.roles import Role
from afterglow.record.contact.models import Link, Message
from afterglow.record.outcomes import due, queries
from afterglow.record.outcomes.actions import answering, asking
from afterglow.record.outcomes.models import Answer, Request, Score
from afterglow.record.people.models import Patient
from tests.people import NOW, Cast, as_patient, cast_of, maya

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
CLINICAL_WORDS = ("depress", "suicid", "mood", "ketamine", "phq", "qids", "gad-7", "treatment", "questionnaire")


def asked(cast: Cast, patient: Patient, instrument: str = "phq-9", now: datetime = NOW) -> Request:
    return asking.ask(patient=patient, instrument=instrument, due_at=now + WEEK, by=cast.priya, now=now)


def by_link(request: Request) -> Actor:
    return Actor(
        ActorKind.LINK,
        request.clinic_id,
        "Maya Okonjo",
        frozenset({Role.LINK}),
        number=1,
        patient_id=request.patient_id,
        scope=f"questionnaire:{request.ref}",
    )


def answer_all(request: Request, value: int = 1, now: datetime = NOW, **other: int | None) -> None:
    for item in queries.instrument_asked(request).items:
        given = other.get(f"item_{item.key}", value)
        answering.answer_item(request=request, item=item.key, value=given, by=by_link(request), now=now)


def test_a_request_makes_one_link_and_one_message_without_a_clinical_word() -> None:
    cast = cast_of()
    patient = maya(cast)
    request = asked(cast, patient)
    assert asked(cast, patient).pk == request.pk
    message = Message.objects.get()
    link = Link.objects.get()
    assert (link.purpose, link.about, link.expires_at) == ("questionnaire", request.ref, request.expires_at)
    assert message.address == "maya@home.example"
    said = f"{message.subject} {message.text}".lower()
    assert not [word for word in CLINICAL_WORDS if word in said]
    assert patient.family_name.lower() not in said


def test_only_those_who_ask_questionnaires_can_ask() -> None:
    cast = cast_of()
    with pytest.raises(NotAllowed):
        asking.ask(patient=maya(cast), instrument="phq-9", due_at=NOW + WEEK, by=cast.ewan, now=NOW)


def test_a_clinic_cannot_ask_what_it_does_not_have() -> None:
    cast = cast_of()
    with pytest.raises(Refused, match="no such questionnaire"):
        asked(cast, maya(cast), "rorschach")


def test_answers_are_kept_one_by_one_and_the_latest_counts() -> None:
    cast = cast_of()
    request = asked(cast, maya(cast))
    actor = by_link(request)
    for value in (3, 3, 1):
        answering.answer_item(request=request, item="1", value=value, by=actor, now=NOW)
    answering.answer_item(request=request, item="2", value=None, by=actor, now=NOW)
    assert [(row.item, row.value) for row in queries.answers_of(request)] == [("1", 3), ("1", 1), ("2", None)]
    sheet = queries.sheet_of(request)
    assert (sheet.given.values, sheet.next_key, sheet.done) == ({"1": 1}, "3", 2)


@pytest.mark.parametrize(("item", "value"), [("1", 4), ("1", -1), ("10", 0), ("", 0)])
def test_an_answer_that_is_not_offered_is_refused_and_not_kept(item: str, value: int) -> None:
    cast = cast_of()
    request = asked(cast, maya(cast))
    with pytest.raises(Refused):
        answering.answer_item(request=request, item=item, value=value, by=by_link(request), now=NOW)
    assert not Answer.objects.exists()


@pytest.mark.pathway("S9", "N10")
def test_sending_in_makes_a_score_that_keeps_how_it_was_reached_and_closes_the_link() -> None:
    cast = cast_of()
    patient = maya(cast)
    request = asked(cast, patient)
    answer_all(request, item_9=0, item_3=None)
    score = answering.submit(request=request, by=by_link(request), now=NOW)
    assert (score.total, score.band, score.complete, score.prorated) == (8, "mild", False, True)
    assert (score.missing, score.algorithm, score.recall_days) == (["3"], "phq-9:1", 14)
    assert score.working.startswith("1 1 + 2 1 + 3 blank")
    assert len(score.text_sha256) == 64
    assert Link.objects.get().closed_at == NOW
    with pytest.raises(Refused, match="can no longer be answered"):
        answering.answer_item(request=request, item="1", value=0, by=by_link(request), now=NOW)
    point = queries.score_history(patient)[0]
    assert (point.name, point.total, point.most, str(point.day)) == ("PHQ-9", 8, 27, "2026-06-11")


def test_a_signed_in_patient_answers_without_a_link() -> None:
    cast = cast_of()
    patient = maya(cast)
    request = asked(cast, patient, "gad-7")
    me = as_patient(patient)
    for number in range(1, 8):
        answering.answer_own_item(request=request, item=str(number), value=2, by=me, now=NOW)
    assert answering.submit_own(request=request, by=me, now=NOW).total == 14


@pytest.mark.pathway("F31")
def test_satisfaction_is_asked_in_seven_questions_from_one_to_five_and_has_no_total() -> None:
    cast = cast_of()
    request = asked(cast, maya(cast), "satisfaction")
    instrument = queries.instrument_asked(request)
    assert len(instrument.items) == 7
    assert [option.value for option in instrument.items[0].options] == [1, 2, 3, 4, 5]
    answer_all(request, 4)
    score = answering.submit(request=request, by=by_link(request), now=NOW)
    assert (score.total, score.band, score.complete) == (None, "", True)
    assert set(score.answers.values()) == {4}


@pytest.mark.parametrize("how", ["phone", "paper"])
def test_staff_write_down_what_was_said_elsewhere_and_when(how: str) -> None:
    cast = cast_of()
    patient = maya(cast)
    request = asked(cast, patient, "gad-7")
    yesterday = NOW - timedelta(days=1)
    score = answering.enter_answers(
        request=request,
        answers={str(number): 1 for number in range(1, 8)},
        how=how,
        happened_at=yesterday,
        by=cast.priya,
        now=NOW,
    )
    assert (score.how, score.happened_at, score.written_at, score.total) == (how, yesterday, NOW, 7)
    assert {row.how for row in Answer.objects.all()} == {how}
    assert score.author_name == "Priya Shah, infusion nurse"


def test_an_expired_questionnaire_closes_and_keeps_what_was_said() -> None:
    cast = cast_of()
    request = asked(cast, maya(cast))
    answering.answer_item(request=request, item="1", value=2, by=by_link(request), now=NOW)
    assert due.due(request.expires_at - timedelta(seconds=1)) == 1  # the reminder
    assert due.due(request.expires_at) == 1
    assert due.due(request.expires_at) == 0
    request.refresh_from_db()
    assert request.closed_at == request.expires_at
    assert Link.objects.filter(closed_at=None).count() == 0
    assert queries.sheet_of(request).given.values == {"1": 2}
    assert not Score.objects.exists()


def test_one_reminder_goes_out_the_day_before_it_is_due_and_never_twice() -> None:
    cast = cast_of()
    request = asked(cast, maya(cast))
    day_before = request.due_at - timedelta(hours=24)
    assert due.due(day_before - timedelta(minutes=1)) == 0
    assert due.due(day_before) == 1
    assert due.due(day_before + timedelta(hours=1)) == 0
    assert Message.objects.count() == 2
    assert Link.objects.filter(about=request.ref, closed_at=None).count() == 2


def test_nobody_is_reminded_of_what_was_asked_today() -> None:
    cast = cast_of()
    asking.ask(patient=maya(cast), instrument="phq-9", due_at=NOW + timedelta(hours=8), by=cast.priya, now=NOW)
    assert due.due(NOW + timedelta(hours=1)) == 0


def test_the_next_occasion_waits_until_the_open_one_is_closed() -> None:
    cast = cast_of()
    patient = maya(cast)
    first = asking.ask(
        patient=patient, instrument="phq-9", occasion="baseline", due_at=NOW + WEEK, by=cast.priya, now=NOW
    )
    second = asking.ask(
        patient=patient, instrument="phq-9", occasion="month:3", due_at=NOW + WEEK, by=cast.priya, now=NOW
    )
    assert second.pk == first.pk
    answer_all(first, 0)
    answering.submit(request=first, by=by_link(first), now=NOW)
    third = asking.ask(
        patient=patient, instrument="phq-9", occasion="month:3", due_at=NOW + WEEK, by=cast.priya, now=NOW
    )
    assert third.pk != first.pk
    again = asking.ask(
        patient=patient, instrument="phq-9", occasion="baseline", due_at=NOW + WEEK, by=cast.priya, now=NOW
    )
    assert again.pk == third.pk
