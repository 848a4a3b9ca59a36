"""Asking somebody to stay with a patient during a treatment, by a link that shows nothing of the patient."""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta

from django.urls import reverse

from afterglow.care.course.models import PLANNED, Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.actions.live import refusal
from afterglow.care.treatment.models import SitterAnswer
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.ground.design import words
from afterglow.record.contact.actions import make_link, queue_message
from afterglow.record.contact.models import EMAIL, SITTER, SMS, Message
from afterglow.record.contact.queries import link_address
from afterglow.record.tasks.actions import raise_task

NO_SITTER_TASK = "sitter-cannot-come"


def good_until(treatment: Treatment) -> datetime:
    """Until when a sitter's link works: noon of the day after the treatment, where the clinic is."""
    return datetime.combine(treatment.planned_day + timedelta(days=1), time(12), protocol_of(treatment.course).zone)


@action("treatment.sitter_asked", may=Permission.SEE_OWN_RECORD)
def ask_sitter(*, treatment: Treatment, address: str, by: Actor, now: datetime) -> Message:
    """Send somebody the link to the sitter's page: by e-mail where the address has an @, else by text message.

    Sent once to one address for one day. Raises Refused where the clinic lets nobody into the treatment room, and for
    a treatment no longer planned.
    """
    row = Treatment.objects.select_for_update(of=("self",)).get(pk=treatment.pk)
    protocol, patient = protocol_of(treatment.course), treatment.patient
    policy = protocol.companion
    if row.state != PLANNED or policy.in_treatment_room == "never":
        raise refusal("no-sitter-here", policy.say, policy.source)
    who = hashlib.sha256(address.encode()).hexdigest()[:16]
    key = f"sitter:{treatment.ref}:{treatment.planned_day:%Y-%m-%d}:{who}"
    found = Message.objects.filter(clinic_id=by.clinic_id, key=key).first()
    if found is not None:
        return found
    until = good_until(treatment)
    _link, token = make_link(patient=patient, purpose=SITTER, about=treatment.ref, expires_at=until, by=by, now=now)
    return queue_message(
        key=key,
        channel=EMAIL if "@" in address else SMS,
        address=address,
        subject=f"{treatment.clinic.name}: somebody asks you to come with them",
        text=(
            f"Somebody who comes to {treatment.clinic.name} asks you to be with them. When, where and what it means:"
            f"\n\n{link_address(token)}\n\n"
            f"The link is for you alone and works until {words.moment(until, protocol.zone)}."
        ),
        by=by,
        now=now,
        patient=patient,
    )


@action("treatment.sitter_answered", may=Permission.ANSWER_INVITATION)
def answer_as_sitter(*, treatment: Treatment, coming: bool, by: Actor, now: datetime) -> SitterAnswer:
    """Keep what the sitter answered; a later answer replaces it. Who cannot come opens a task for a nurse."""
    row = Treatment.objects.select_for_update(of=("self",)).get(pk=treatment.pk)
    latest = SitterAnswer.objects.filter(treatment=row).order_by("-pk").first()
    if latest is not None and latest.coming == coming:
        return latest
    made: SitterAnswer = SitterAnswer.objects.create(treatment=row, coming=coming, **signed(by=by, now=now))
    if not coming:
        raise_task(
            kind=NO_SITTER_TASK,
            about=treatment.ref,
            patient=treatment.patient,
            title=f"{treatment.patient.full_name}: the sitter cannot come",
            detail=protocol_of(treatment.course).companion.say,
            link=reverse("treatment:readiness", args=[treatment.ref]),
            role=Role.NURSE,
            grade="same-day",
            by=by,
            now=now,
        )
    return made
