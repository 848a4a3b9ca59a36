"""What a person has to talk over before somebody joins: asked for, and written down (F26)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from afterglow.care.groups.models.places import Discussion
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.joining import DISCUSSION_TASK
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.record.people.models import Patient
from afterglow.record.tasks.actions import finish, raise_task
from afterglow.record.tasks.models import Task
from afterglow.record.tasks.queries import open_task

SAME_DAY_TASK = "group-same-day"


@action("groups.talk_asked_for", may=Permission.SEE_OWN_RECORD)
def ask_for_talk(*, patient: Patient, kind: str, by: Actor, now: datetime) -> Task:
    """A patient who is in group therapy already would join a group: a psychiatrist talks with them first."""
    return raise_task(
        kind=DISCUSSION_TASK,
        about=f"{patient.ref}:{kind}",
        title="Talk with a patient before they join a group",
        detail="They say that they are in group therapy already.",
        role=Role.PSYCHIATRIST,
        patient=patient,
        link=reverse("groups:discussion", args=[patient.ref, kind]),
        by=by,
        now=now,
    )


@action("groups.facilitator_asked", may=Permission.SEE_OWN_RECORD)
def ask_facilitator(*, meeting: Meeting, patient: Patient, by: Actor, now: datetime) -> Task:
    """A patient asks to come on the day of their infusion: a facilitator decides (L2)."""
    return raise_task(
        kind=SAME_DAY_TASK,
        about=f"{meeting.ref}:{patient.ref}",
        title="A patient asks to join a group on the day of their infusion",
        role=Role.PSYCHIATRIST,
        patient=patient,
        link=f"{reverse('groups:book', args=[meeting.ref])}?patient={patient.ref}",
        due_at=meeting.door_opens_at,
        by=by,
        now=now,
    )


@action("groups.talked_over", may=Permission.LEAD_GROUPS)
def write_discussion(*, patient: Patient, kind: str, may_join: bool, text: str, by: Actor, now: datetime) -> Discussion:
    """Write down what came of the talk; its task is done."""
    made = Discussion.objects.create(
        patient=patient, group=kind, may_join=may_join, text=text, **signed(by=by, now=now)
    )
    task = open_task(kind=DISCUSSION_TASK, about=f"{patient.ref}:{kind}", clinic_id=by.clinic_id)
    if task is not None:
        finish(task=task, outcome="May join." if may_join else "Not at present.", by=by, now=now)
    return made


@action("groups.asking_closed", may=Permission.BOOK)
def close_asking(*, meeting: Meeting, patient: Patient, by: Actor, now: datetime) -> None:
    """A place was given: the task that asked for it is done."""
    task = open_task(kind=SAME_DAY_TASK, about=f"{meeting.ref}:{patient.ref}", clinic_id=by.clinic_id)
    if task is not None:
        finish(task=task, outcome="A place was booked.", by=by, now=now)
