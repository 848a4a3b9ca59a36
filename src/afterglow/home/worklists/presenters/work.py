"""Tasks, unanswered forms, directions to sign, reviews due and letters to approve, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from afterglow.care.course.models import PLANNED, Course, Treatment
from afterglow.ground.design.words import counted, day, short_day, span, weekday_day
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.office.letters.models import Letter
from afterglow.record.diary.models import REVIEW, Appointment
from afterglow.record.outcomes.models import Request
from afterglow.record.outcomes.queries import instruments_of
from afterglow.record.outcomes.rules.words import occasion_words
from afterglow.record.pathway.rules import Stage
from afterglow.record.tasks.models import Task

_WEEK = timedelta(days=7)
_SAFETY = "safety-answer"


@dataclass(frozen=True)
class WorkRow:
    """One thing to do: what, for whom, and how soon. ``urgent`` ones stay when only what is late is asked for."""

    patient_id: int | None
    name: str
    small: str
    url: str
    due: str
    look: str
    shape: str
    urgent: bool = False


def task_rows(tasks: Iterable[Task], now: datetime) -> list[WorkRow]:
    """The open work of one's roles: answers about thoughts of suicide first, then soonest due."""
    rows = [(task.kind != _SAFETY, _task_row(task, now)) for task in tasks]
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def form_rows(requests: Iterable[Request], protocol: Protocol, now: datetime) -> list[WorkRow]:
    """Who has not answered what they were asked, one row for each person, by what is due soonest."""
    names = {one.code: one.name for one in instruments_of(protocol)}
    mine: dict[int, list[Request]] = {}
    for one in requests:
        mine.setdefault(one.patient_id, []).append(one)
    return [_form_row(asked, names, local_day(now, protocol.zone), protocol.zone) for asked in mine.values()]


def direction_rows(treatments: Iterable[Treatment], today: date) -> list[WorkRow]:
    """Planned doses that nobody has signed for yet, soonest first."""
    unsigned = [one for one in treatments if one.state == PLANNED and getattr(one, "signed_micrograms", None) is None]
    return [_direction_row(one, today) for one in unsigned]


def review_rows(
    courses: Iterable[Course], appointments: Iterable[Appointment], protocol: Protocol, now: datetime
) -> list[WorkRow]:
    """Courses that stopped for a review, reviews booked, and maintenance whose review is due (F35)."""
    today = local_day(now, protocol.zone)
    booked = {one.patient_id: one for one in appointments if one.kind == REVIEW and one.ends_at > now}
    rows = [_review_row(one, booked.get(one.episode.patient_id), protocol, today) for one in courses]
    return [row for _, row in sorted((found for found in rows if found is not None), key=lambda pair: pair[0])]


def letter_rows(letters: Iterable[Letter], now: datetime) -> list[WorkRow]:
    """Drafts that wait for a signature, oldest first."""
    return [
        WorkRow(
            one.patient_id,
            one.patient.full_name,
            one.title,
            reverse("letters:letter", args=[one.ref]),
            counted((now - one.drafted_at).days, "day") if now - one.drafted_at >= timedelta(days=1) else "today",
            "caution" if now - one.drafted_at > _WEEK else "plain",
            "pen",
            urgent=now - one.drafted_at > _WEEK,
        )
        for one in letters
    ]


def _task_row(task: Task, now: datetime) -> WorkRow:
    due, look, shape = _due(task.due_at, now)
    if task.kind == _SAFETY and task.accepted_at is None:
        look, shape = "stop", "late" if shape == "late" else "stop"
    taken = f"taken on by {task.accepted_by}" if task.accepted_by else ""
    name = task.patient.full_name if task.patient else task.title
    small = ", ".join(part for part in (task.title if task.patient else "", taken) if part)
    url = reverse("tasks:task", args=[task.ref])
    return WorkRow(task.patient_id, name, small, url, due, look, shape, urgent=look == "stop")


def _due(due_at: datetime | None, now: datetime) -> tuple[str, str, str]:
    if due_at is None:
        return "in turn", "plain", "due"
    if due_at < now:
        return f"{span(now - due_at)} late", "stop", "late"
    left = due_at - now
    words = f"in {span(left)}" if left >= timedelta(minutes=1) else "now"
    return words, "caution" if left < timedelta(hours=4) else "plain", "due"


def _form_row(asked: Sequence[Request], names: Mapping[str, str], today: date, zone: ZoneInfo) -> WorkRow:
    one, due = asked[0], local_day(asked[0].due_at, zone)
    days = (today - due).days
    words, look, shape = f"Due {short_day(due)}", "plain", "due"
    if days == 0:
        words, look = "Due today", "caution"
    elif days > 0:
        words, look, shape = f"{counted(days, 'day')} late", "caution", "late"
    if any(request.occasion == f"treatment:{today.isoformat()}" for request in asked):
        # The dose is reviewed with it, and it is given today.
        words, look, shape = "Before today’s dose", "stop", "late"
    reminded = max((request.reminded_at for request in asked if request.reminded_at), default=None)
    said = names.get(one.instrument, one.instrument) if len(asked) == 1 else counted(len(asked), "form")
    occasions = list(dict.fromkeys(occasion_words(request.occasion) for request in asked))
    occasion = f"{occasions[0][:1].lower()}{occasions[0][1:]}" if len(occasions) == 1 else "for several occasions"
    small = f"{said}, {occasion}{f', reminded {short_day(reminded, zone)}' if reminded else ''}"
    url = reverse("outcomes:questionnaires", args=[one.patient.ref])
    return WorkRow(one.patient_id, one.patient.full_name, small, url, words, look, shape, urgent=days >= 0)


def _direction_row(one: Treatment, today: date) -> WorkRow:
    patient, days = one.course.episode.patient, (one.planned_day - today).days
    dose = str(Dose(one.planned_micrograms)) if one.planned_micrograms else "weigh first"
    due = "Today" if days == 0 else weekday_day(one.planned_day)
    return WorkRow(
        patient.pk,
        patient.full_name,
        f"Treatment {one.number}, {dose}",
        reverse("course:direction", args=[patient.ref, one.ref]),
        due,
        "stop" if days == 0 else "caution" if days == 1 else "plain",
        "late" if days == 0 else "due",
        urgent=days <= 1,
    )


def _review_row(
    course: Course, booked: Appointment | None, protocol: Protocol, today: date
) -> tuple[tuple[bool, date, int], WorkRow] | None:
    """With what it stands by: those not booked first, then the longest due."""
    patient, stopped = course.episode.patient, course.episode.stage == Stage.UNDER_REVIEW
    decided = local_day(getattr(course, "decided_at", None) or course.planned_at, protocol.zone)
    due = protocol.course.maintenance.review_every.after(decided)
    if not stopped and booked is None and due > today + _WEEK:
        return None
    if booked is not None:
        words, look, shape = f"Booked {short_day(booked.starts_at, protocol.zone)}", "ok", "done"
    elif stopped:
        words, look, shape = "Stopped, not booked", "caution", "caution"
    else:
        words, look, shape = f"Due {short_day(due)}", "caution", "due"
    if booked is None and not stopped and due < today:
        words, look, shape = f"{counted((today - due).days, 'day')} late", "stop", "late"
    small = "The course stopped for a review" if stopped else f"Maintenance, last decision {day(decided)}"
    url = reverse("course:course", args=[patient.ref])
    row = WorkRow(patient.pk, patient.full_name, small, url, words, look, shape, urgent=look in ("stop", "caution"))
    return (booked is not None, due, course.pk), row
