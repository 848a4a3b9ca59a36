"""Reading links, messages and questions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.http import Http404
from django.urls import reverse

from afterglow.ground.access.actor import Actor, ActorKind
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.audit import reads
from afterglow.record.contact.models import QUESTIONNAIRE, READINESS, SITTER, Link, Message, Question, Reply
from afterglow.record.diary.models import Appointment
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_own_patient, access_patient_by_id

_APPOINTMENT, _CANCELLED = "appointment:", ":cancelled"

LINK_COOKIE = "link"
LINK_PATHS = "/answer/"
"""Where a link leads; its cookie is sent nowhere else."""
DESTINATIONS = {purpose: f"{LINK_PATHS}{purpose}/" for purpose in (QUESTIONNAIRE, READINESS, SITTER)}
"""The clean address of each purpose: the token stands in it no longer."""


def token_hash(token: str) -> str:
    """How a link's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_address(token: str) -> str:
    """The whole address of a link, as a message carries it."""
    return f"{settings.PUBLIC_URL}{reverse('contact:open', args=[token])}"


def open_link(*, token: str, now: datetime) -> Link | None:
    """The link of this token while it is good."""
    found = Link.objects.filter(token_sha256=token_hash(token)).select_related("patient", "clinic").first()
    return found if found and is_good(found, now) else None


def is_good(link: Link, now: datetime) -> bool:
    """Whether a link still opens what it was sent for."""
    return link.closed_at is None and now < link.expires_at


def link_actor(signed_cookie: Callable[..., str | None], *, path: str, now: datetime) -> tuple[Actor, Clinic] | None:
    """Who comes by a link: a patient or their sitter, for its one purpose. None away from its pages, or when it is
    no longer good."""
    if not path.startswith(LINK_PATHS):
        return None
    ref = signed_cookie(LINK_COOKIE, default=None, salt=LINK_COOKIE)
    link = Link.objects.filter(ref=ref).select_related("patient", "clinic").first() if ref else None
    if link is None or not is_good(link, now):
        return None
    actor = Actor(
        ActorKind.LINK,
        link.clinic_id,
        f"Sitter of {link.patient.full_name}" if link.purpose == SITTER else link.patient.full_name,
        frozenset({Role.LINK}),
        number=link.pk,
        patient_id=link.patient_id,
        scope=f"{link.purpose}:{link.about}",
    )
    return actor, link.clinic


def unsent_messages(*, now: datetime, most: int = 100) -> Sequence[Message]:
    """What is to be sent by now, oldest first; what was given up is left to a person."""
    rows = Message.objects.filter(sent_at=None, given_up_at=None, send_after__lte=now)
    return list(rows.order_by("send_after", "pk")[:most])


def appointment_key(ref: str, *, cancelled: bool) -> str:
    """The key of the message that tells of an appointment, or of its cancellation."""
    return f"{_APPOINTMENT}{ref}{_CANCELLED if cancelled else ''}"


def untold_appointments(*, now: datetime) -> Sequence[Appointment]:
    """Appointments to come of patients with an e-mail address who have not been sent them, soonest first.

    A cancelled one is among them where the patient was told of it and not yet of the cancellation.
    """
    rows = (
        Appointment.objects.filter(starts_at__gt=now)
        .exclude(patient__email="")
        .annotate(
            was_told=told_under(Concat(Value(_APPOINTMENT), OuterRef("ref"))),
            was_told_back=told_under(Concat(Value(_APPOINTMENT), OuterRef("ref"), Value(_CANCELLED))),
        )
    )
    kept = Q(cancelled_at=None, was_told=False)
    taken_back = Q(cancelled_at__isnull=False, was_told=True, was_told_back=False)
    return list(rows.filter(kept | taken_back).select_related("patient__clinic").order_by("starts_at", "pk"))


def told_under(key: Combinable) -> Exists:
    """Whether a message stands in the outbox under a key, for a row of the same clinic in another query."""
    return Exists(Message.objects.filter(clinic_id=OuterRef("clinic_id"), key=key))


def messages_under(beginning: str, *, clinic_id: int) -> Sequence[Message]:
    """Every message whose key begins so, oldest first."""
    return list(Message.objects.filter(clinic_id=clinic_id, key__startswith=beginning).order_by("pk"))


def access_message(*, by: Actor, ref: str) -> Message:
    """One message of the actor's clinic, for staff. Raises Http404."""
    message = Message.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("patient").first()
    if message is None or not by.may(Permission.REGISTER_PATIENTS):
        raise Http404
    reads.note_all([message.patient_id])
    return message


def access_question(*, by: Actor, ref: str) -> Question:
    """One question, for the team or for the patient who asked it. Raises Http404."""
    question = Question.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("patient").first()
    if question is None or not (by.may(Permission.ANSWER_PATIENTS) or by.patient_id == question.patient_id):
        raise Http404
    access_patient_by_id(by=by, patient_id=question.patient_id)
    return question


def replies_to(question: Question) -> Sequence[Reply]:
    """The team's answers to a question, oldest first."""
    return list(Reply.objects.filter(question=question).order_by("pk"))


def own_questions(*, by: Actor) -> Sequence[Question]:
    """What the patient has asked, newest first, with the answers."""
    patient: Patient = access_own_patient(by=by)
    return list(Question.objects.filter(patient=patient).prefetch_related("replies").order_by("-pk"))


def unanswered_questions(*, clinic_id: int) -> Sequence[Question]:
    """Questions nobody has answered yet, oldest first."""
    rows = Question.objects.filter(clinic_id=clinic_id, replies=None).select_related("patient")
    return list(rows.order_by("pk"))
