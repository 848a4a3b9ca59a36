"""Reading where patients stand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.prepared import Prepared
from afterglow.record.pathway.models import Episode, Move, Override
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient, access_patient_found


def access_way(*, by: Actor, patient_ref: str) -> tuple[Patient, Sequence[Move]]:
    """One patient with every step of all their episodes, oldest first, in one query. Raises Http404."""
    rows = Move.objects.filter(clinic_id=by.clinic_id, episode__patient__ref=patient_ref)
    moves = list(rows.select_related("episode__patient").order_by("episode__number", "happened_at", "pk"))
    if not moves:
        return access_patient(by=by, ref=patient_ref), ()
    return access_patient_found(moves[-1].episode.patient, by=by), moves


def latest_episode(patient: Patient) -> Episode | None:
    """The patient's present or last episode."""
    return _latest.first(patient.pk)


def overridden_codes(*, about: str, clinic_id: int) -> frozenset[str]:
    """The codes of stops that prescribers signed past for this act."""
    return frozenset(Override.objects.filter(clinic_id=clinic_id, about=about).values_list("code", flat=True))


def overrides_of(*, about: str, clinic_id: int) -> Sequence[Override]:
    """The signed overrides of one act, oldest first."""
    return list(Override.objects.filter(clinic_id=clinic_id, about=about).order_by("pk"))


def episodes_in(*stages: Stage, clinic_id: int) -> QuerySet[Episode]:
    """The clinic's episodes in any of these stages, longest there first."""
    rows: QuerySet[Episode] = Episode.objects.filter(clinic_id=clinic_id, stage__in=[stage.value for stage in stages])
    return rows.select_related("patient").order_by("stage_since")


@Prepared
def _latest(patient_id: int) -> QuerySet[Episode]:
    rows: QuerySet[Episode] = Episode.objects.filter(patient_id=patient_id)
    return rows.order_by("-number")[:1]
