"""Reading referrals: one, those to be triaged, those who wait, and what a letter about one needs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404

from afterglow.care.referral.models import SEND_ELSEWHERE, Judgement, Referral
from afterglow.ground.access.actor import Actor
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id


def access_referral(*, by: Actor, ref: str) -> Referral:
    """One referral, for staff who may see patients. Raises Http404."""
    found = _referrals(by.clinic_id).filter(ref=ref).first()
    if found is None or not by.is_staff:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def referral_of(patient: Patient) -> Referral | None:
    """The referral of the patient's present or last episode."""
    rows = _referrals(patient.clinic_id).filter(patient=patient)
    return rows.order_by("-episode__number").first()


def referrals_to_triage(*, clinic_id: int) -> Sequence[Referral]:
    """What a clinician has to judge: urgent first, then the longest here."""
    rows = _referrals(clinic_id).filter(episode__stage=Stage.REFERRED)
    return sorted(rows, key=lambda row: (row.urgent_since is None, row.received_at, row.pk))


def judgements_of(referral: Referral) -> Sequence[Judgement]:
    """How a referral was judged, oldest first, each with its grounds."""
    return list(Judgement.objects.filter(referral=referral).prefetch_related("grounds").order_by("pk"))


def sent_elsewhere(referral: Referral) -> Judgement | None:
    """The judgement by which a referral was sent elsewhere, with its grounds: what the letter about it says (F34)."""
    rows = Judgement.objects.filter(referral=referral, decision=SEND_ELSEWHERE)
    return rows.prefetch_related("grounds").order_by("-pk").first()


def referrals_sent_elsewhere(*, clinic_id: int) -> Sequence[Referral]:
    """Every referral sent elsewhere, latest first: each needs its letter."""
    rows = _referrals(clinic_id).filter(episode__stage=Stage.SENT_ELSEWHERE)
    return list(rows.order_by("-episode__stage_since"))


def _referrals(clinic_id: int) -> QuerySet[Referral]:
    rows: QuerySet[Referral] = Referral.objects.filter(clinic_id=clinic_id)
    return rows.select_related("patient", "episode", "referrer", "supporter")
