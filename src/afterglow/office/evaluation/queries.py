"""Reading outcomes of the whole clinic: no name and no reference leaves this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Min

from afterglow.care.consent.models import DataChoice
from afterglow.care.course.models import GIVEN, Decision, Treatment
from afterglow.ground.kernel.period import local_day
from afterglow.office.evaluation.rules.disposition import Disposition, disposition
from afterglow.office.evaluation.rules.visits import Starter
from afterglow.record.outcomes.models import Score
from afterglow.record.outcomes.rules.change import Scored, baseline_of
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.rules import Stage, is_ended


@dataclass(frozen=True)
class Started:
    """Everybody of a clinic who was given a first dose and is counted, and how many asked not to be."""

    starters: tuple[Starter, ...]
    dispositions: tuple[Disposition, ...]
    not_counted: int


def everybody_who_started(*, clinic_id: int, instrument: str, zone: ZoneInfo) -> Started:
    """Those who were given a first dose here, with their scores of one instrument in calendar days of the clinic.

    Whoever asked that their answers are not used for evaluation is left out and counted apart (F30).
    """
    first_doses = _first_doses(clinic_id, zone)
    refused = _asked_not_to(clinic_id)
    counted = {patient: day for patient, day in first_doses.items() if patient not in refused}
    scores = _scores(clinic_id, instrument, zone)
    episodes = _last_treated_episodes(clinic_id)
    well = set(
        Decision.objects.filter(clinic_id=clinic_id, kind="end-well").values_list("course__episode_id", flat=True)
    )
    return Started(
        starters=tuple(
            _starter(day, scores.get(patient, ()), episodes[patient], zone) for patient, day in counted.items()
        ),
        dispositions=tuple(
            disposition(Stage(episodes[patient].stage), ended_well=episodes[patient].pk in well) for patient in counted
        ),
        not_counted=len(first_doses) - len(counted),
    )


def _starter(first_dose: date, scores: tuple[Scored, ...], episode: Episode, zone: ZoneInfo) -> Starter:
    baseline = baseline_of(scores, first_dose)
    after = tuple(score for score in scores if score.day > first_dose)
    left = local_day(episode.stage_since, zone) if is_ended(Stage(episode.stage)) else None
    return Starter(first_dose, baseline.total if baseline else None, after, left)


def _first_doses(clinic_id: int, zone: ZoneInfo) -> Mapping[int, date]:
    given = Treatment.objects.filter(clinic_id=clinic_id, state=GIVEN)
    rows = given.values_list("course__episode__patient_id").annotate(first=Min("given_at")).order_by("first")
    return {patient: local_day(first, zone) for patient, first in rows}


def _scores(clinic_id: int, instrument: str, zone: ZoneInfo) -> Mapping[int, tuple[Scored, ...]]:
    rows = Score.objects.filter(clinic_id=clinic_id, instrument=instrument)
    found: dict[int, list[Scored]] = {}
    for patient, answered_at, total in rows.order_by("happened_at").values_list("patient_id", "happened_at", "total"):
        if total is not None:
            found.setdefault(patient, []).append(Scored(local_day(answered_at, zone), total))
    return {patient: tuple(scores) for patient, scores in found.items()}


def _last_treated_episodes(clinic_id: int) -> Mapping[int, Episode]:
    given = Treatment.objects.filter(clinic_id=clinic_id, state=GIVEN).values("course__episode_id")
    rows = Episode.objects.filter(clinic_id=clinic_id, pk__in=given).order_by("number")
    return {row.patient_id: row for row in rows}


def _asked_not_to(clinic_id: int) -> set[int]:
    rows = DataChoice.objects.filter(clinic_id=clinic_id, kind="evaluation").order_by("pk")
    latest = dict(rows.values_list("episode__patient_id", "agreed"))
    return {patient for patient, agreed in latest.items() if not agreed}
