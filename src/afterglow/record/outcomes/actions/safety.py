"""The moment somebody answers that they have thoughts of suicide: the answer is graded and a task is raised."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.urls import reverse

from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.ground.design import words
from afterglow.ground.protocol.schema.safety import URGENCIES, Safety, SuicideItem, Urgency
from afterglow.record.outcomes import queries
from afterglow.record.outcomes.models import Answer, Request, SafetyAnswer
from afterglow.record.outcomes.rules.instrument import Answers, Instrument
from afterglow.record.outcomes.rules.safety import TO_DO, SafetyConcern, act_by, grade_safety
from afterglow.record.tasks.actions import raise_task
from afterglow.record.tasks.models import Task

TASK_KIND = "safety-answer"

_GRADES: dict[Urgency, str] = {
    "review-before-next-dose": "before-next-dose",
    "call-same-day": "same-day",
    "now": "now",
}


@action("outcomes.safety_answer_graded", may=Permission.ANSWER_INVITATION)
def raise_concern(
    *, request: Request, answer: Answer, instrument: Instrument, by: Actor, now: datetime
) -> SafetyAnswer | None:
    """Grade an answer of 1 or more to a safety item and raise its task; None where the clinic grades no such item.

    A second, graver answer in the same questionnaire raises a task of its own; a milder one changes nothing of
    the first. Called inside the action that saves the answer.
    """
    safety = protocol_in_force(request.clinic, now).safety
    grading = safety.item(instrument.code) or _ungraded(instrument)
    previous = queries.previous_safety_value(request, answer.item)
    concern = grade_safety(instrument, Answers({answer.item: int(answer.value or 0)}), previous, grading)
    if concern is None:
        return None
    return SafetyAnswer.objects.create(
        answer=answer,
        patient=request.patient,
        instrument=instrument.code,
        item=answer.item,
        value=concern.value,
        words=concern.answer,
        previous=concern.previous,
        urgency=concern.urgency,
        graded_by=concern.source,
        task=_task(request, answer, concern, safety, by, now),
        **signed(by=by, now=now, happened_at=answer.happened_at),
    )


def _ungraded(instrument: Instrument) -> SuicideItem:
    """A clinic that asks about suicide but grades nothing: every answer is then called about the same day."""
    return SuicideItem.model_validate(
        {
            "instrument": instrument.code,
            "source": "default",
            "item": int(instrument.safety_item or 0),
            "grades": [{"answer": 1, "then": "call-same-day"}],
            "step_up_when_worse": True,
        }
    )


def _task(request: Request, answer: Answer, concern: SafetyConcern, safety: Safety, by: Actor, now: datetime) -> Task:
    earlier = queries.latest_safety_answer(request)
    if earlier is not None and earlier.task.done_at is None and not _graver(concern, earlier):
        return earlier.task
    zone = queries.zone_of(request)
    return raise_task(
        kind=TASK_KIND,
        about=answer.ref,
        title=f"An answer about thoughts of suicide: {TO_DO[concern.urgency]}",
        role=Role[safety.first_to.upper()],
        patient=request.patient,
        detail=_detail(request, concern),
        link=reverse("outcomes:answers", args=[request.patient.ref, request.ref]),
        grade=_GRADES[concern.urgency],
        due_at=act_by(concern, now, safety.same_day_call_by, zone),
        pass_on_at=now + safety.passed_on_after,
        pass_on_to=Role[safety.passed_on_to.upper()],
        by=by,
        now=now,
    )


def _graver(concern: SafetyConcern, earlier: SafetyAnswer) -> bool:
    return URGENCIES.index(concern.urgency) > URGENCIES.index(cast(Urgency, earlier.urgency))


def _detail(request: Request, concern: SafetyConcern) -> str:
    worse = f", up from {concern.previous} last time" if concern.worse else ""
    phone = f" Their number: {words.phone(request.patient.phone)}." if request.patient.phone else ""
    return f"{concern.instrument.upper()} item {concern.item}: {concern.value}, “{concern.answer}”{worse}.{phone}"
