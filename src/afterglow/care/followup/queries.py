"""What has happened to everybody under treatment, as the outcome schedules ask for it: few queries for a clinic."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from afterglow.care.course.models import GIVEN, PLANNED, Treatment
from afterglow.ground.access.models import Clinic
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
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


def questionnaires_due(clinic: Clinic, protocol: Protocol, *, now: datetime) -> tuple[tuple[Patient, Due], ...]:
    """Every questionnaire that is due today in a clinic and has not been asked yet, with its patient."""
    episodes = list(episodes_in(*ASKED_IN, clinic_id=clinic.pk))
    today = local_day(now, protocol.zone)
    stories = _stories(episodes, protocol.zone)
    asked = _asked([episode.patient_id for episode in episodes])
    found = []
    for episode in episodes:
        for due in due_questionnaires(protocol.outcomes, stories[episode.patient_id], today):
            if not asked.get(episode.patient_id, frozenset()) & {
                ("open", due.instrument),
                (due.occasion, due.instrument),
            }:
                found.append((episode.patient, due))
    return tuple(found)


def _stories(episodes: Collection[Episode], zone: ZoneInfo) -> Mapping[int, Story]:
    patients = [episode.patient_id for episode in episodes]
    accepted = Move.objects.filter(episode__in=episodes, to_stage=Stage.ACCEPTED.value).order_by("pk")
    assessed = {move.episode_id: local_day(move.happened_at, zone) for move in accepted}
    days, first = _treatment_days(patients, zone)
    answered: dict[int, list[Answered]] = {}
    for patient_id, instrument, at in Score.objects.filter(patient__in=patients).values_list(
        "patient_id", "instrument", "happened_at"
    ):
        answered.setdefault(patient_id, []).append(Answered(instrument, local_day(at, zone)))
    return {
        one.patient_id: Story(
            assessed=assessed.get(one.pk),
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
