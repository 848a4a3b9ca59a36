"""The day-before check answered by the patient, and completed by a nurse with the patient there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.urls import reverse

from afterglow.care.course.models import PLANNED, Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.care.treatment.actions.live import announce, held_open, refusal
from afterglow.care.treatment.models import ReadinessAnswer, ReadinessCheck, Session
from afterglow.care.treatment.queries.before import questions_of
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.rules.readiness import Asker
from afterglow.ground.access.acting import action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.tasks.actions import raise_task

CALL_TASK = "readiness-call"
_AHEAD = timedelta(minutes=1)
"""How far a tablet's clock may run ahead of the server's."""


@dataclass(frozen=True)
class Completed:
    """What a nurse found when completing the check. ``answers`` and ``words`` are by the question's code."""

    answers: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)
    last_food_at: datetime | None = None
    last_drink_at: datetime | None = None
    last_alcohol_at: datetime | None = None
    last_benzodiazepine_at: datetime | None = None
    benzodiazepine_every_day: bool = False
    escort: str = ""
    escort_phone: str = ""
    escort_adult: bool = False
    escort_able: bool = False
    wants_company: bool = False

    @property
    def taken(self) -> Mapping[str, datetime | None]:
        """When each thing was last eaten, drunk or taken, by its name."""
        return {
            "food": self.last_food_at,
            "drink": self.last_drink_at,
            "alcohol": self.last_alcohol_at,
            "benzodiazepine or sleeping tablet": self.last_benzodiazepine_at,
        }


@action("treatment.readiness_answered", may=Permission.ANSWER_INVITATION)
def answer_readiness(*, treatment: Treatment, question: str, option: str, by: Actor, now: datetime) -> ReadinessAnswer:
    """Keep one answer of a patient who came by a link; the one before is kept too.

    An answer that wants a word opens a task for a nurse to call. Nothing is cancelled. Raises Refused once the
    morning of the treatment has come, and for an answer that is not offered.
    """
    return _answer(treatment, question, option, by, now)


@action("treatment.own_readiness_answered", may=Permission.SEE_OWN_RECORD)
def answer_own_readiness(
    *, treatment: Treatment, question: str, option: str, by: Actor, now: datetime
) -> ReadinessAnswer:
    """As ``answer_readiness``, for a patient or their helper who has signed in."""
    return _answer(treatment, question, option, by, now)


@action("treatment.readiness_completed", may=Permission.TREAT)
def complete_readiness(*, session: Session, completed: Completed, by: Actor, now: datetime) -> ReadinessCheck:
    """Keep the check as a nurse completed it; a second one replaces it, and both stay in the record.

    Raises Refused for an answer that is not offered, for anything taken at a time to come, and once the dose has begun.
    """
    row = held_open(session)
    known = known_about(row.treatment, now)
    if known.events:
        raise refusal("dose-begun", "The dose has begun: the readiness check is closed.")
    offered = {one.code: {option.code for option in one.options} for one in questions_of(known, Asker.NURSE)}
    if any(option not in offered.get(code, ()) for code, option in completed.answers.items()):
        raise refusal("not-offered", "Choose one of the answers shown for each question.")
    for name, when in completed.taken.items():
        if when is not None and when > now + _AHEAD:
            raise refusal("still-to-come", f"The last {name} cannot be later than now.")
    made: ReadinessCheck = ReadinessCheck.objects.create(
        session=row,
        **{**vars(completed), "answers": dict(completed.answers), "words": dict(completed.words)},
        **signed(by=by, now=now),
    )
    announce(row, "readiness", now)
    return made


def opens_at(treatment: Treatment) -> datetime:
    """From when the patient can answer: a time of the day before, where the clinic is."""
    protocol = protocol_of(treatment.course)
    return _clock_on(treatment, protocol, protocol.readiness.opens_day_before_at, days_before=1)


def call_by(treatment: Treatment) -> datetime:
    """By when a nurse calls about an answer: a time of the day before, where the clinic is."""
    protocol = protocol_of(treatment.course)
    return _clock_on(treatment, protocol, protocol.readiness.call_by, days_before=1)


def closes_at(treatment: Treatment) -> datetime:
    """Until when answers can be changed: the clinic's opening on the morning of the treatment."""
    protocol = protocol_of(treatment.course)
    return _clock_on(treatment, protocol, protocol.opening.hours.least, days_before=0)


def _answer(treatment: Treatment, question: str, option: str, by: Actor, now: datetime) -> ReadinessAnswer:
    row: Treatment = Treatment.objects.select_for_update().get(pk=treatment.pk)
    if row.state != PLANNED or not opens_at(treatment) <= now < closes_at(treatment):
        raise refusal("readiness-closed", "These questions can be answered from the day before until the morning.")
    known = known_about(treatment, now)
    asked = next((one for one in questions_of(known, Asker.PATIENT) if one.code == question), None)
    chosen = next((one for one in asked.options if one.code == option), None) if asked else None
    if asked is None or chosen is None:
        raise refusal("not-offered", "Choose one of the answers shown.")
    latest = known.answers.get(question)
    if latest is not None and latest.option == option:
        return latest
    made: ReadinessAnswer = ReadinessAnswer.objects.create(
        treatment=row, question=question, option=option, **signed(by=by, now=now)
    )
    if chosen.finding not in ("none", "info"):
        _ask_for_a_call(treatment, by, now)
    return made


def _ask_for_a_call(treatment: Treatment, by: Actor, now: datetime) -> None:
    patient = treatment.patient
    raise_task(
        kind=CALL_TASK,
        about=treatment.ref,
        patient=patient,
        title=f"Call {patient.full_name} about tomorrow’s readiness check",
        detail="An answer of the day-before check wants a word. The treatment is not cancelled.",
        link=reverse("treatment:readiness", args=[treatment.ref]),
        role=Role.NURSE,
        grade="same-day",
        due_at=max(call_by(treatment), now),
        by=by,
        now=now,
    )


def _clock_on(treatment: Treatment, protocol: Protocol, clock: time, *, days_before: int) -> datetime:
    day = treatment.planned_day - timedelta(days=days_before)
    return datetime.combine(day, clock, protocol.zone)
