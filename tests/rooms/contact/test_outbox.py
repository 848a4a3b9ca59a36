"""The outbox: every message leaves once, in spite of faults, and a person hears of what never arrives."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from afterglow.ground.access.acting import NotAllowed
from afterglow.ground.gateways.message import Letter, TryAgain, WillNotTake
from afterglow.ground.gateways.smtp_stub import running_mail_stub
from afterglow.record.contact import actions, due
from afterglow.record.contact.models import EMAIL, Message
from afterglow.record.contact.queries import unsent_messages
from afterglow.record.contact.rules import TAKES_AT_MOST
from afterglow.record.tasks.queries import open_task
from tests.people import NOW, Cast, as_patient, cast_of, maya, signed_in


@dataclass
class Listener:
    """A gateway that keeps what it takes; it first gives the answers it was told to give."""

    answers: list[Exception] = field(default_factory=list)
    taken: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        if self.answers:
            raise self.answers.pop(0)
        self.taken.append(letter)


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of("larkfield")


def queued(cast: Cast, key: str = "hello", **given: object) -> Message:
    wanted = {"channel": EMAIL, "address": "maya@home.example", "subject": "Hello", "text": "Something waits."}
    return actions.queue_message(key=key, **{**wanted, **given}, by=cast.joanne, now=NOW)  # type: ignore[arg-type]


def test_the_same_message_is_made_once(cast: Cast) -> None:
    assert queued(cast).pk == queued(cast, text="Another text").pk
    assert queued(cast, key="another").pk != queued(cast).pk


def test_a_message_leaves_once(cast: Cast, settings: Settings) -> None:
    message = queued(cast)
    with running_mail_stub() as stub:
        settings.MAIL_URL = stub.url
        assert due.due(NOW) == 1
        assert due.due(NOW + timedelta(hours=1)) == 0
    assert [mail["To"] for mail in stub.taken] == ["maya@home.example"]
    message.refresh_from_db()
    assert (message.sent_at, message.attempts) == (NOW, 1)


def test_a_message_waits_for_its_time(cast: Cast) -> None:
    queued(cast, send_after=NOW + timedelta(days=1))
    assert due.due(NOW) == 0
    assert due.due(NOW + timedelta(days=1)) == 1


def test_a_fault_costs_a_minute_not_the_message(cast: Cast) -> None:
    message, gateway = queued(cast), Listener([TryAgain("451 busy")])
    assert not due.send_one(message, gateway, NOW)
    message.refresh_from_db()
    assert (message.sent_at, message.attempts, message.last_error) == (None, 1, "451 busy")
    assert message.send_after == NOW + timedelta(minutes=1)
    assert due.send_one(message, gateway, NOW + timedelta(minutes=1))
    assert len(gateway.taken) == 1


def test_a_day_of_faults_ends_with_a_person(cast: Cast) -> None:
    message, gateway, now = queued(cast), Listener([TryAgain("nobody answers")] * 99), NOW
    while message.given_up_at is None:
        now = message.send_after
        due.send_one(message, gateway, now)
        message.refresh_from_db()
    assert message.attempts == 7
    assert timedelta(hours=20) < now - NOW < timedelta(hours=24)
    assert open_task(kind=actions.NOT_SENT_TASK, about=message.ref, clinic_id=cast.clinic.pk) is not None
    assert unsent_messages(now=now + timedelta(days=9)) == []


def test_a_wrong_address_is_a_persons_work_at_once(cast: Cast) -> None:
    message = queued(cast)
    due.send_one(message, Listener([WillNotTake("550 no such mailbox")]), NOW)
    task = open_task(kind=actions.NOT_SENT_TASK, about=message.ref, clinic_id=cast.clinic.pk)
    assert task is not None
    assert "550 no such mailbox" in task.detail

    page = signed_in(cast.joanne).get(task.link)
    assert b"550 no such mailbox" in page.content
    answer = signed_in(cast.joanne).post(task.link, {"address": "maya.o@home.example"})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert task.done_at is not None
    gateway = Listener()
    message.refresh_from_db()
    assert due.send_one(message, gateway, message.send_after)
    assert [letter.address for letter in gateway.taken] == ["maya.o@home.example"]


def test_a_wrong_address_typed_again_is_said_beside_the_field(cast: Cast) -> None:
    message = queued(cast)
    due.send_one(message, Listener([WillNotTake("550 no such mailbox")]), NOW)
    answer = signed_in(cast.joanne).post(f"/messages/{message.ref}/", {"address": "maya at home"})
    assert answer.status_code == 422
    assert "Enter e-mail address like name@clinic.example" in answer.content.decode()
    assert "maya at home" in answer.content.decode()


def test_a_message_already_sent_is_never_sent_again(cast: Cast) -> None:
    message, gateway = queued(cast), Listener()
    due.send_one(message, gateway, NOW)
    assert not due.send_one(message, gateway, NOW + timedelta(days=1))
    actions.send_again(message=message, address="other@home.example", by=cast.joanne, now=NOW)
    assert not due.send_one(message, gateway, NOW + timedelta(days=2))
    assert len(gateway.taken) == 1


def test_a_sender_that_dies_leaves_the_message_due(cast: Cast) -> None:
    message = queued(cast)
    assert actions.take_up(message=message, by=cast.system, now=NOW) is not None
    assert not due.send_one(message, Listener(), NOW + timedelta(seconds=59))
    assert due.send_one(message, Listener(), NOW + TAKES_AT_MOST)


def test_only_the_system_empties_the_outbox(cast: Cast) -> None:
    message = queued(cast)
    for verb in (actions.take_up, actions.mark_sent):
        with pytest.raises(NotAllowed):
            verb(message=message, by=cast.joanne, now=NOW)


def test_two_workers_send_a_message_once(own_database: str) -> None:
    cast, gateway = cast_of("larkfield"), Listener()
    messages = [queued(cast, key=f"message {n}") for n in range(5)]

    def work() -> None:
        for message in messages:
            due.send_one(message, gateway, NOW)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(letter.reference for letter in gateway.taken) == sorted(message.ref for message in messages)


def test_another_clinics_message_is_not_there(cast: Cast) -> None:
    message = queued(cast)
    assert signed_in(cast.joanne).get(f"/messages/{message.ref}/").status_code == 200
    assert signed_in(cast.lena).get(f"/messages/{message.ref}/").status_code == 403
    elsewhere = cast_of("harrow-lane")
    assert signed_in(elsewhere.joanne).get(f"/messages/{message.ref}/").status_code == 404


@pytest.mark.pathway("I10")
def test_an_answer_is_announced_without_saying_what_about(cast: Cast) -> None:
    patient = maya(cast)
    question = actions.ask(patient=patient, text="May I eat before ketamine?", by=as_patient(patient), now=NOW)
    actions.reply(question=question, text="Nothing from 05:30 on.", by=cast.priya, now=NOW)
    (message,) = Message.objects.filter(patient=patient)
    assert message.address == patient.email
    assert "ketamine" not in f"{message.subject} {message.text}".lower()
    assert "/my/questions/" in message.text
