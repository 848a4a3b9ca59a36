"""Putting messages in the outbox, sending them, making links, asking and answering."""

from __future__ import annotations

import secrets
from datetime import datetime

from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.record.contact.models import Link, Message, Question, Reply
from afterglow.record.contact.queries import token_hash
from afterglow.record.people.models import Patient


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
) -> Message:
    """Put a message in the outbox; the one already there under the same key is returned unchanged.

    Neither subject nor text may hold a clinical word: say that something waits, and where.
    """
    found = Message.objects.filter(clinic_id=by.clinic_id, key=key).first()
    return found or Message.objects.create(
        clinic_id=by.clinic_id,
        key=key,
        patient=patient,
        channel=channel,
        address=address,
        subject=subject,
        text=text,
        created_at=now,
        send_after=send_after or now,
    )


@action("contact.message_sent", may=Permission.DO_DUE_WORK)
def mark_sent(*, message: Message, by: Actor, now: datetime) -> None:
    """Write down that the gateway took a message."""
    message.sent_at, message.attempts, message.last_error = now, message.attempts + 1, ""
    message.save(update_fields=["sent_at", "attempts", "last_error"])


@action("contact.message_failed", may=Permission.DO_DUE_WORK)
def mark_failed(*, message: Message, error: str, try_again_at: datetime, by: Actor, now: datetime) -> None:
    """Write down that the gateway did not take a message, and when to try again."""
    message.attempts, message.last_error, message.send_after = message.attempts + 1, error[:300], try_again_at
    message.save(update_fields=["attempts", "last_error", "send_after"])


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
    """Ask the team something."""
    return Question.objects.create(patient=patient, text=text, **signed(by=by, now=now))


@action("contact.question_answered", may=Permission.ANSWER_PATIENTS)
def reply(*, question: Question, text: str, by: Actor, now: datetime) -> Reply:
    """Answer a patient's question."""
    return Reply.objects.create(question=question, text=text, **signed(by=by, now=now))
