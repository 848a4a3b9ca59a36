"""Putting messages in the outbox, sending them, making links, asking and answering."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.calendar_entry import Invited, invitation
from afterglow.record.contact import rules
from afterglow.record.contact.models import EMAIL, Link, Message, Question, Reply
from afterglow.record.contact.queries import appointment_key, token_hash
from afterglow.record.diary.models import Appointment
from afterglow.record.diary.queries import calendar_entry
from afterglow.record.people.models import Patient
from afterglow.record.tasks import actions as tasks
from afterglow.record.tasks.models import Task
from afterglow.record.tasks.queries import open_task

QUESTION_TASK = "question"
NOT_SENT_TASK = "message-not-sent"


@action("contact.message_queued", may=Permission.WRITE_LETTERS)
def queue_message(
    *,
    key: str,
    channel: str,
    address: str,
    subject: str,
    text: str,
    by: Actor,
    now: datetime,
    patient: Patient | None = None,
    send_after: datetime | None = None,
    calendar: str = "",
) -> Message:
    """Put a message in the outbox; the one already there under the same key is returned unchanged.

    Neither subject nor text may hold a clinical word: say that something waits, and where. ``calendar`` is an
    invitation of `kernel.calendar_entry`, for an e-mail.
    """
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    found = Message.objects.filter(clinic_id=by.clinic_id, key=key).first()
    return found or Message.objects.create(
        clinic_id=by.clinic_id,
        key=key,
        patient=patient,
        channel=channel,
        address=address,
        subject=subject,
        text=text,
        calendar=calendar,
        created_at=now,
        send_after=send_after or now,
    )


@action("contact.appointment_told", may=Permission.DO_DUE_WORK)
def tell_of_appointment(*, appointment: Appointment, by: Actor, now: datetime) -> Message:
    """Send a patient an appointment for their own calendar; or its cancellation, which takes it out again."""
    patient, contact = appointment.patient, protocol_in_force(appointment.patient.clinic, now).contact
    entry = calendar_entry(appointment, contact=contact)
    invited = Invited(patient.first_name, patient.email, patient.clinic.name, contact.email)
    subject, text = rules.appointment_words(entry, clinic=patient.clinic.name, phone=contact.phone)
    return queue_message(
        key=appointment_key(appointment.ref, cancelled=entry.cancelled),
        channel=EMAIL,
        address=patient.email,
        subject=subject,
        text=text,
        calendar=invitation(entry, invited),
        patient=patient,
        by=by,
        now=now,
    )


@action("contact.message_taken_up", may=Permission.DO_DUE_WORK)
def take_up(*, message: Message, by: Actor, now: datetime) -> Message | None:
    """Take a message to send it, so that nobody else does at the same time; None when it is no longer to be sent.

    It counts as a try. Should the sender die, the message is due again after ``rules.TAKES_AT_MOST``.
    """
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.sent_at is not None or row.given_up_at is not None or row.send_after > now:
        return None
    row.attempts, row.send_after = row.attempts + 1, now + rules.TAKES_AT_MOST
    row.save(update_fields=["attempts", "send_after"])
    return row


@action("contact.message_sent", may=Permission.DO_DUE_WORK)
def mark_sent(*, message: Message, by: Actor, now: datetime) -> None:
    """Write down that the gateway took a message. From here on the token of a link stands in the letter alone.

    A demo keeps it: nothing left the house, and its messages are read on a page of their own.
    """
    message.sent_at, message.last_error = now, ""
    if not settings.DEMO:
        message.text = rules.without_tokens(message.text)
    message.save(update_fields=["sent_at", "last_error", "text"])


@action("contact.message_failed", may=Permission.DO_DUE_WORK)
def mark_failed(*, message: Message, error: str, for_good: bool, by: Actor, now: datetime) -> None:
    """Write down that the gateway did not take a message: it is tried again later, or given up and a task opened."""
    wait = None if for_good else rules.wait_after(message.attempts)
    message.last_error = error[:300]
    if wait is not None:
        message.send_after = now + wait
    else:
        message.given_up_at = now
        _tell_somebody(message, by, now)
    message.save(update_fields=["last_error", "send_after", "given_up_at"])


@action("contact.message_sent_again", may=Permission.REGISTER_PATIENTS)
def send_again(*, message: Message, address: str, by: Actor, now: datetime) -> Message:
    """Put a message that was given up back into the outbox, to an address put right; its task is done."""
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.sent_at is None and row.given_up_at is not None:
        row.address, row.send_after, row.given_up_at, row.attempts = address, now, None, 0
        row.save(update_fields=["address", "send_after", "given_up_at", "attempts"])
        task = open_task(kind=NOT_SENT_TASK, about=row.ref, clinic_id=row.clinic_id)
        if task is not None:
            tasks.finish(task=task, outcome="Sent again.", by=by, now=now)
    return row


@action("contact.message_erased", may=Permission.DO_DUE_WORK)
def erase_message(*, message: Message, by: Actor, now: datetime) -> None:
    """Erase to whom a message went and what it said, once that is no longer kept; one never sent is given up.

    Also where a task about it says so.
    """
    message.address = message.subject = message.text = message.calendar = message.last_error = ""
    message.given_up_at = message.given_up_at if message.sent_at or message.given_up_at else now
    message.save(update_fields=["address", "subject", "text", "calendar", "last_error", "given_up_at"])
    for task in Task.objects.filter(clinic_id=message.clinic_id, kind=NOT_SENT_TASK, about=message.ref):
        task.detail = ""
        task.save(update_fields=["detail"])


@action("contact.link_made", may=Permission.ASK_QUESTIONNAIRES)
def make_link(
    *, patient: Patient, purpose: str, about: str, expires_at: datetime, by: Actor, now: datetime
) -> tuple[Link, str]:
    """Make a link for one thing; returns it and its token, which is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    link = Link.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        purpose=purpose,
        about=about,
        token_sha256=token_hash(token),
        made_at=now,
        expires_at=expires_at,
    )
    return link, token


@action("contact.links_closed", may=Permission.ANSWER_INVITATION)
def close_links(*, purpose: str, about: str, by: Actor, now: datetime) -> None:
    """Close every open link for one thing, once it is answered."""
    for link in Link.objects.filter(clinic_id=by.clinic_id, purpose=purpose, about=about, closed_at=None):
        link.closed_at = now
        link.save(update_fields=["closed_at"])


@action("contact.question_asked", may=Permission.SEE_OWN_RECORD)
def ask(*, patient: Patient, text: str, by: Actor, now: datetime) -> Question:
    """Ask the team something, before, during or after treatment; a task is opened for whoever answers (I10)."""
    question = Question.objects.create(patient=patient, text=text, **signed(by=by, now=now))
    tasks.raise_task(
        kind=QUESTION_TASK,
        about=question.ref,
        title="Answer a patient’s question",
        role=Role.NURSE,
        patient=patient,
        link=reverse("contact:question", args=[question.ref]),
        by=by,
        now=now,
    )
    return question


@action("contact.question_answered", may=Permission.ANSWER_PATIENTS)
def reply(*, question: Question, text: str, by: Actor, now: datetime) -> Reply:
    """Answer a patient's question; its task is done, and the patient hears by e-mail that an answer waits."""
    made = Reply.objects.create(question=question, text=text, **signed(by=by, now=now))
    task = open_task(kind=QUESTION_TASK, about=question.ref, clinic_id=by.clinic_id)
    if task is not None:
        tasks.finish(task=task, outcome="Answered.", by=by, now=now)
    patient = question.patient
    if patient.email:
        address = f"{settings.PUBLIC_URL}{reverse('contact:mine')}"
        queue_message(
            key=f"reply:{made.ref}",
            channel=EMAIL,
            address=patient.email,
            subject=f"{patient.clinic.name} has answered you",
            text=f"Your question has been answered. Read the answer here: {address}\n",
            patient=patient,
            by=by,
            now=now,
        )
    return made


def _tell_somebody(message: Message, by: Actor, now: datetime) -> None:
    tasks.raise_task(
        kind=NOT_SENT_TASK,
        about=message.ref,
        title="A message could not be sent: check the address",
        detail=f"{message.get_channel_display()} to {message.address}: {message.last_error}",
        role=Role.ADMINISTRATOR,
        patient=message.patient,
        link=reverse("contact:message", args=[message.ref]),
        by=by,
        now=now,
    )
