"""Reading what is known of a patient's health: what stands now is every entry that no later one corrects."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from afterglow.care.assessment.models import (
    Condition,
    EarlierTreatment,
    Goal,
    HistoryNote,
    Investigation,
    Measurement,
    Medicine,
    MedicinesConfirmed,
    SuitabilityDecision,
)
from afterglow.record.pathway.models import Episode
from afterglow.record.people.models import Patient


def current_medicines(patient: Patient) -> Sequence[Medicine]:
    """What the patient takes now, in the order it was written down."""
    return list(Medicine.objects.filter(patient=patient, corrected_by=None, stopped=False).order_by("pk"))


def medicines_confirmed(patient: Patient) -> MedicinesConfirmed | None:
    """When the list of medicines was last gone through with the patient."""
    found: MedicinesConfirmed | None = MedicinesConfirmed.objects.filter(patient=patient).order_by("-pk").first()
    return found


def latest_weight(patient: Patient) -> Measurement | None:
    """The last measurement that holds a weight (in grams)."""
    return measurements_of(patient).filter(weight_grams__isnull=False).first()


def latest_height(patient: Patient) -> Measurement | None:
    """The last measurement that holds a height (in millimetres)."""
    return measurements_of(patient).filter(height_millimetres__isnull=False).first()


def measurements_of(patient: Patient) -> QuerySet[Measurement]:
    """Every measurement that stands, newest first."""
    rows: QuerySet[Measurement] = Measurement.objects.filter(patient=patient, corrected_by=None)
    return rows.order_by("-happened_at", "-pk")


def conditions_of(patient: Patient) -> Sequence[Condition]:
    """The last answer about each condition that was asked about."""
    return list(Condition.objects.filter(patient=patient, corrected_by=None).order_by("pk"))


def history_of(patient: Patient) -> Sequence[HistoryNote]:
    """The notes under the headings of the assessment, as they stand."""
    return list(HistoryNote.objects.filter(patient=patient, corrected_by=None).order_by("pk"))


def earlier_treatments(patient: Patient) -> Sequence[EarlierTreatment]:
    """What was tried before."""
    return list(EarlierTreatment.objects.filter(patient=patient, corrected_by=None).order_by("pk"))


def investigations(patient: Patient) -> Sequence[Investigation]:
    """Results of tests, newest first."""
    return list(Investigation.objects.filter(patient=patient, corrected_by=None).order_by("-day", "-pk"))


def latest_goal(patient: Patient) -> Goal | None:
    """What the patient hopes for and expects, as last written."""
    found: Goal | None = Goal.objects.filter(patient=patient, corrected_by=None).order_by("-pk").first()
    return found


def latest_decision(episode: Episode) -> SuitabilityDecision | None:
    """The last decision about suitability in an episode."""
    found: SuitabilityDecision | None = SuitabilityDecision.objects.filter(episode=episode).order_by("-pk").first()
    return found
