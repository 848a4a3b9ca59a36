"""Asking a patient, the day before, whether all is in order."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.actions.readiness import closes_at
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.design import words
from afterglow.record.contact.actions import make_link, queue_message
from afterglow.record.contact.models import READINESS, Message
from afterglow.record.contact.queries import link_address


@action("treatment.readiness_asked", may=Permission.DO_DUE_WORK)
def invite(*, treatment: Treatment, by: Actor, now: datetime) -> bool:
    """Send a patient the link to their day-before check. Does nothing a second time; says whether it was sent."""
    patient, clinic = treatment.patient, treatment.clinic
    key = f"readiness:{treatment.ref}:{treatment.planned_day:%Y-%m-%d}"
    if not (patient.email or patient.phone) or Message.objects.filter(clinic_id=by.clinic_id, key=key).exists():
        return False
    until = closes_at(treatment)
    _link, token = make_link(patient=patient, purpose=READINESS, about=treatment.ref, expires_at=until, by=by, now=now)
    protocol = protocol_of(treatment.course)
    queue_message(
        key=key,
        channel="email" if patient.email else "sms",
        address=patient.email or patient.phone,
        subject=f"{clinic.name}: a few questions for tomorrow",
        text=(
            f"{clinic.name} has a few questions about tomorrow. "
            f"Please answer them by {protocol.readiness.answer_by:%H:%M} today.\n\n"
            f"{link_address(token)}\n\n"
            f"The link is for you alone and works until {words.moment(until, protocol.zone)}.\n\n"
            f"Nobody reads answers to this message. To reach us, call {protocol.contact.phone}."
        ),
        by=by,
        now=now,
        patient=patient,
    )
    return True
