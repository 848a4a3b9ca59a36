"""Reading what is known of a patient's health: what stands now is every entry that no later one corrects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import QuerySet, Subquery
from django.http import Http404

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
from afterglow.care.assessment.rules.considerations import consideration_findings
from afterglow.care.assessment.rules.contraindications import contraindication_findings, not_asked_findings
from afterglow.care.assessment.rules.interactions import interaction_findings
from afterglow.care.assessment.rules.investigations import MEASURED
from afterglow.care.assessment.rules.medicines import Taken, spelling_findings
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.named_roles import named_roles
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import age
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Drug, Route
from afterglow.record.pathway.models import Episode
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id, care_team
from afterglow.record.people.rules import Known, contact_findings

OfPatient = TypeVar("OfPatient", Medicine, Condition, Measurement)


def current_medicines(patient: Patient) -> Sequence[Medicine]:
    """What the patient takes now, in the order it was written down."""
    return current_medicines_of_each([patient]).get(patient.pk, [])


def current_medicines_of_each(patients: Sequence[Patient]) -> Mapping[int, Sequence[Medicine]]:
    """``current_medicines`` of many patients, by the patient's id, in one query."""
    return _by_patient(Medicine.objects.filter(patient__in=patients, corrected_by=None, stopped=False).order_by("pk"))


def medicines_confirmed(patient: Patient) -> MedicinesConfirmed | None:
    """When the list of medicines was last gone through with the patient."""
    found: MedicinesConfirmed | None = MedicinesConfirmed.objects.filter(patient=patient).order_by("-pk").first()
    return found


def medicines_at_a_glance(patient: Patient) -> tuple[Sequence[Medicine], datetime | None]:
    """What the patient takes now, and when that list was last gone through, in one query.

    None also while there is nothing on the list, and when the list has changed since.
    """
    confirmed = MedicinesConfirmed.objects.filter(patient=patient).order_by("-pk")
    changed = Medicine.objects.filter(patient=patient).order_by("-written_at")
    rows = Medicine.objects.filter(patient=patient, corrected_by=None, stopped=False).order_by("pk")
    found = list(
        rows.annotate(
            confirmed_at=Subquery(confirmed.values("happened_at")[:1]),
            confirmed_written_at=Subquery(confirmed.values("written_at")[:1]),
            changed_at=Subquery(changed.values("written_at")[:1]),
        )
    )
    if not found or found[0].confirmed_at is None or found[0].changed_at > found[0].confirmed_written_at:
        return found, None
    return found, found[0].confirmed_at


def latest_weight(patient: Patient) -> Measurement | None:
    """The last measurement that holds a weight (in grams)."""
    return measurements_of(patient).filter(weight_grams__isnull=False).first()


def latest_height(patient: Patient) -> Measurement | None:
    """The last measurement that holds a height (in millimetres)."""
    return measurements_of(patient).filter(height_millimetres__isnull=False).first()


def measurements_of(patient: Patient) -> QuerySet[Measurement]:
    """Every measurement that stands, newest first."""
    return _measurements().filter(patient=patient)


def weights_of_each(patients: Sequence[Patient]) -> Mapping[int, Sequence[Measurement]]:
    """Every weight that stands of many patients, newest first, by the patient's id, in one query."""
    return _by_patient(_measurements().filter(patient__in=patients, weight_grams__isnull=False))


def conditions_of(patient: Patient) -> Sequence[Condition]:
    """The last answer about each condition that was asked about."""
    return conditions_of_each([patient]).get(patient.pk, [])


def conditions_of_each(patients: Sequence[Patient]) -> Mapping[int, Sequence[Condition]]:
    """``conditions_of`` many patients, by the patient's id, in one query."""
    return _by_patient(Condition.objects.filter(patient__in=patients, corrected_by=None).order_by("pk"))


def history_of(patient: Patient) -> Sequence[HistoryNote]:
    """The notes under the headings of the assessment, as they stand."""
    return list(HistoryNote.objects.filter(patient=patient, corrected_by=None).order_by("pk"))


def earlier_treatments(patient: Patient) -> Sequence[EarlierTreatment]:
    """What was tried before."""
    return list(EarlierTreatment.objects.filter(patient=patient, corrected_by=None).order_by("pk"))


def investigations(patient: Patient) -> Sequence[Investigation]:
    """Results of tests, newest first."""
    return list(Investigation.objects.filter(patient=patient, corrected_by=None).order_by("-day", "-pk"))


def last_taken(patient: Patient, results: Sequence[Investigation], protocol: Protocol) -> Mapping[str, date]:
    """The day of the last of each test: by its results, newest first, and by what was measured."""
    days = {one.code: one.day for one in reversed(results)}
    measured = measurements_of(patient).filter(weight_grams__isnull=False, systolic__isnull=False).first()
    if measured is not None:
        days[MEASURED] = local_day(measured.happened_at, protocol.zone)
    return days


def latest_goal(patient: Patient) -> Goal | None:
    """What the patient hopes for and expects, as last written."""
    found: Goal | None = Goal.objects.filter(patient=patient, corrected_by=None).order_by("-pk").first()
    return found


def decides_suitability(by: Actor, protocol: Protocol) -> bool:
    """Whether the actor is one of those who decide under this protocol, among whom the table of roles allows it."""
    named = named_roles(protocol.assessment.decided_by)
    return bool(by.roles & named) and by.may(Permission.DECIDE_SUITABILITY)


def latest_decision(episode: Episode) -> SuitabilityDecision | None:
    """The last decision about suitability in an episode."""
    found: SuitabilityDecision | None = SuitabilityDecision.objects.filter(episode=episode).order_by("-pk").first()
    return found


def taken(medicine: Medicine) -> Taken:
    """A medicine on the list as the rules know it."""
    return Taken(medicine.name, medicine.dose, medicine.family, medicine.as_needed)


def medicine_findings(
    medicines: Sequence[Medicine], protocol: Protocol, *, route: Route | None = None
) -> Mapping[int, tuple[Finding, ...]]:
    """What is known of each medicine beside the treatment (F18, F20), by its id; by one route, or all of them."""
    return {
        one.pk: (
            *interaction_findings([taken(one)], protocol.assessment, route),
            *spelling_findings([taken(one)]),
        )
        for one in medicines
    }


def condition_findings(
    patient: Patient, protocol: Protocol, *, now: datetime, drug: Drug | None = None
) -> tuple[Finding, ...]:
    """What speaks against treatment, what it is weighed against (F7), and what nobody has asked about yet."""
    answered = conditions_of(patient)
    day = local_day(now, protocol.zone)
    present = {one.code: one.day for one in answered if one.present}
    years = age(patient.birth_date, day)
    return (
        *contraindication_findings(present, protocol.assessment, drug, day),
        *not_asked_findings((one.code for one in answered), protocol.assessment),
        *consideration_findings(present, years, protocol.assessment),
    )


def contact_gaps(patient: Patient, protocol: Protocol) -> tuple[Finding, ...]:
    """What is missing of the names and addresses of those who share the patient's care (F24)."""
    known = [
        Known(member.role, bool(member.clinician.address or member.clinician.email)) for member in care_team(patient)
    ]
    return contact_findings(protocol.letters.contacts, known)


def access_medicine(*, by: Actor, ref: str) -> Medicine:
    """One medicine of a patient the actor may see, as it stands now. Raises Http404."""
    found: Medicine | None = Medicine.objects.filter(clinic_id=by.clinic_id, ref=ref, corrected_by=None).first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def access_earlier_treatment(*, by: Actor, ref: str) -> EarlierTreatment:
    """One earlier treatment of a patient the actor may see, as it stands now. Raises Http404."""
    rows = EarlierTreatment.objects.filter(clinic_id=by.clinic_id, ref=ref, corrected_by=None)
    found: EarlierTreatment | None = rows.first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def _measurements() -> QuerySet[Measurement]:
    rows: QuerySet[Measurement] = Measurement.objects.filter(corrected_by=None)
    return rows.order_by("-happened_at", "-pk")


def _by_patient(rows: Iterable[OfPatient]) -> dict[int, list[OfPatient]]:
    found: dict[int, list[OfPatient]] = {}
    for row in rows:
        found.setdefault(row.patient_id, []).append(row)
    return found
