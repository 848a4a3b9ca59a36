"""What has happened to everybody under treatment, as the outcome schedules ask for it: few queries for a clinic."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from afterglow.care.course.models import GIVEN, PLANNED, Treatment
from afterglow.ground.access.models import Clinic
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.diary.models import CONSULTATION, FIRST_CONVERSATION, Appointment
from afterglow.record.outcomes.models import Request, Score
from afterglow.record.outcomes.rules.schedule import Answered, Due, Story, due_questionnaires
from afterglow.record.pathway.models import Episode, Move
from afterglow.record.pathway.queries import episodes_in
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient

ASKED_IN = (
    Stage.ACCEPTED,
    Stage.SUITABLE,
    Stage.CONSENTED,
    Stage.IN_COURSE,
    Stage.UNDER_REVIEW,
    Stage.MAINTENANCE,
    Stage.ON_BREAK,
    Stage.FOLLOW_UP,
)
"""The stages in which questionnaires are asked: from the accepted referral until the patient is discharged."""


_OPEN = "open"
"""Stands in place of the occasion for a questionnaire that can still be answered."""


def questionnaires_due(
    clinic: Clinic, protocol: Protocol, *, now: datetime
) -> tuple[tuple[Patient, tuple[Due, ...]], ...]:
    """The patients of a clinic of whom something is due today that was not asked yet, each with all of it."""
    episodes = list(episodes_in(*ASKED_IN, clinic_id=clinic.pk))
    today = local_day(now, protocol.zone)
    stories = _stories(episodes, protocol.zone)
    asked = _asked([episode.patient_id for episode in episodes])
    found = []
    for episode in episodes:
        known = asked.get(episode.patient_id, frozenset())
        new = tuple(
            one
            for one in due_questionnaires(protocol.outcomes, stories[episode.patient_id], today)
            if not known & {(_OPEN, one.instrument), (one.occasion, one.instrument)}
        )
        if new:
            found.append((episode.patient, new))
    return tuple(found)


def _stories(episodes: Collection[Episode], zone: ZoneInfo) -> Mapping[int, Story]:
    patients = [episode.patient_id for episode in episodes]
    accepted = Move.objects.filter(episode__in=episodes, to_stage=Stage.ACCEPTED.value).order_by("pk")
    assessed = {move.episode_id: local_day(move.happened_at, zone) for move in accepted}
    days, first = _treatment_days(patients, zone)
    met = _first_meetings(episodes, zone)
    answered: dict[int, list[Answered]] = {}
    for patient_id, instrument, at in Score.objects.filter(patient__in=patients).values_list(
        "patient_id", "instrument", "happened_at"
    ):
        answered.setdefault(patient_id, []).append(Answered(instrument, local_day(at, zone)))
    return {
        one.patient_id: Story(
            assessed=assessed.get(one.pk) if one.patient_id in met or one.stage != Stage.ACCEPTED else None,
            consultation=met.get(one.patient_id),
            treatments=tuple(days.get(one.patient_id, ())),
            first_dose=first.get(one.patient_id),
            answered=tuple(answered.get(one.patient_id, ())),
        )
        for one in episodes
    }


def _treatment_days(patients: Collection[int], zone: ZoneInfo) -> tuple[dict[int, list[date]], dict[int, date]]:
    rows = Treatment.objects.filter(course__episode__patient__in=patients, state__in=(PLANNED, GIVEN))
    days: dict[int, list[date]] = {}
    first: dict[int, date] = {}
    for patient_id, planned, at in rows.values_list("course__episode__patient_id", "planned_day", "given_at"):
        day = local_day(at, zone) if at else planned
        days.setdefault(patient_id, []).append(day)
        if at:
            first[patient_id] = min(day, first.get(patient_id, day))
    return {patient_id: sorted(found) for patient_id, found in days.items()}, first


def _first_meetings(episodes: Collection[Episode], zone: ZoneInfo) -> Mapping[int, date]:
    """The first consultation of each episode, booked or held; one of an earlier episode does not count."""
    opened = {one.patient_id: one.opened_at for one in episodes}
    kept = Appointment.objects.filter(
        patient__in=opened, kind__in=(FIRST_CONVERSATION, CONSULTATION), cancelled_at=None
    ).order_by("-starts_at")
    return {
        patient_id: local_day(starts_at, zone)
        for patient_id, starts_at in kept.values_list("patient_id", "starts_at")
        if starts_at >= opened[patient_id]
    }


def _asked(patients: Collection[int]) -> Mapping[int, frozenset[tuple[str, str]]]:
    asked: dict[int, set[tuple[str, str]]] = {}
    rows = Request.objects.filter(patient__in=patients)
    for patient_id, instrument, occasion, closed in rows.values_list(
        "patient_id", "instrument", "occasion", "closed_at"
    ):
        mine = asked.setdefault(patient_id, set())
        mine.add((occasion, instrument))
        if closed is None:
            mine.add((_OPEN, instrument))
    return {patient_id: frozenset(keys) for patient_id, keys in asked.items()}
