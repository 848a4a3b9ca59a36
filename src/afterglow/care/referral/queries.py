"""Reading referrals: one, those to be triaged, what holds one back, and what a letter about one needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from afterglow.care.referral.models import SEND_ELSEWHERE, Addition, Enquiry, Judgement, Referral
from afterglow.care.referral.rules.acceptance import Arrived, Paying, Profession, acceptance_findings
from afterglow.care.referral.rules.waiting import Clock, Standing, consultation_clock, patient_words, treatment_clock
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.diary.models import CONSULTATION, FIRST_CONVERSATION, TREATMENT, Appointment
from afterglow.record.diary.queries import appointments_of, next_open_day
from afterglow.record.pathway.models import Move
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id

TRIAGE_STAGES = (Stage.REFERRED, Stage.INFORMATION_ASKED)
WAITING_STAGES = (Stage.ACCEPTED, Stage.SUITABLE, Stage.CONSENTED, Stage.IN_COURSE)
"""From acceptance to the first treatment: a course may be planned before it has begun."""
FIRST_MEETINGS = frozenset({FIRST_CONVERSATION, CONSULTATION})

READS_REFERRALS = (Permission.RECEIVE_REFERRALS, Permission.SEE_RECORD)
"""Either lets somebody read what a referral says."""


def access_referral(*, by: Actor, ref: str) -> Referral:
    """One referral, for staff who may read referrals. Raises Http404."""
    found = referrals(by.clinic_id).filter(ref=ref).first()
    if found is None or not any(by.may(permission) for permission in READS_REFERRALS):
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def referral_of(patient: Patient) -> Referral | None:
    """The referral of the patient's present or last episode."""
    return referrals(patient.clinic_id).filter(patient=patient).order_by("-episode__number").first()


def referrals_to_triage(*, clinic_id: int) -> Sequence[Referral]:
    """What a clinician has to judge: urgent first, then the longest here."""
    rows = referrals(clinic_id).filter(episode__stage=Stage.REFERRED)
    return sorted(rows, key=lambda row: (row.urgent_since is None, row.received_at, row.pk))


def referrals_waiting_for_more(*, clinic_id: int) -> Sequence[Referral]:
    """Those about which something was asked that has not arrived, longest first."""
    rows = referrals(clinic_id).filter(episode__stage=Stage.INFORMATION_ASKED)
    return list(rows.order_by("episode__stage_since", "pk"))


def findings_about(referral: Referral, protocol: Protocol) -> tuple[Finding, ...]:
    """What speaks against accepting a referral as it stands: who refers, residence, funding (F1, F4, F40)."""
    treated_before = Move.objects.filter(
        episode__patient_id=referral.patient_id,
        to_stage=Stage.IN_COURSE.value,
        happened_at__lt=referral.received_at,
    )
    return _findings(referral, protocol, known_here=treated_before.exists())


def findings_at_a_glance(referral: Referral, protocol: Protocol) -> tuple[Finding, ...]:
    """The same for a list: whoever has an earlier episode counts as treated here before, so that nothing is read."""
    return _findings(referral, protocol, known_here=referral.episode.number > 1)


def judgements_of(referral: Referral) -> Sequence[Judgement]:
    """How a referral was judged, oldest first, each with its grounds."""
    return list(Judgement.objects.filter(referral=referral).prefetch_related("grounds").order_by("pk"))


def additions_to(referral: Referral) -> Sequence[Addition]:
    """What arrived after a referral, oldest first."""
    return list(Addition.objects.filter(referral=referral).select_related("referrer").order_by("pk"))


def sent_elsewhere(referral: Referral) -> Judgement | None:
    """The judgement by which a referral was sent elsewhere; its ``grounds`` say what the letter says (F34)."""
    rows = Judgement.objects.filter(referral=referral, decision=SEND_ELSEWHERE)
    return rows.prefetch_related("grounds").order_by("-pk").first()


def access_enquiry(*, by: Actor, ref: str) -> Enquiry:
    """One enquiry made to the actor's clinic, for those who receive referrals. Raises Http404."""
    found = Enquiry.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("referral").first()
    if found is None or not by.may(Permission.RECEIVE_REFERRALS):
        raise Http404
    return found


def open_enquiries(*, clinic_id: int) -> Sequence[Enquiry]:
    """The enquiries nobody has answered yet, oldest first (S1)."""
    return list(Enquiry.objects.filter(clinic_id=clinic_id, closed_at=None).order_by("asked_at", "pk"))


def clinic_at(slug: str) -> Clinic:
    """The clinic of a public address. Raises Http404."""
    found = Clinic.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def referrals(clinic_id: int) -> QuerySet[Referral]:
    """All referrals of a clinic, with their people and episodes."""
    rows: QuerySet[Referral] = Referral.objects.filter(clinic_id=clinic_id)
    return rows.select_related("patient", "episode", "referrer", "supporter")


@dataclass(frozen=True)
class Wait:
    """One patient on the waiting list, with both clocks."""

    referral: Referral
    consultation: Clock
    treatment: Clock

    @property
    def current(self) -> Clock:
        """The clock that runs: to the consultation until it has been, then to the treatment."""
        return self.treatment if self.consultation.standing is Standing.DONE else self.consultation


def waiting_list(*, clinic_id: int, protocol: Protocol, now: datetime) -> Sequence[Wait]:
    """Everybody accepted whose first treatment has not been, least time left first (F3). Three queries."""
    rows = list(referrals(clinic_id).filter(episode__stage__in=[stage.value for stage in WAITING_STAGES]))
    waits = _waits(rows, clinic_id, protocol, now)
    still = [wait for wait in waits if wait.treatment.standing is not Standing.DONE]
    return sorted(still, key=lambda wait: (wait.current.expected_by or date.max, wait.referral.pk))


def referrals_at_a_glance(*stages: Stage, clinic_id: int) -> Sequence[Referral]:
    """The referrals of episodes in any of these stages, longest here first, in one query.

    Each carries ``assessed_at``, when treatment was found suitable, as ``wait_at_a_glance`` asks for it.
    """
    decided = Move.objects.filter(episode=OuterRef("episode_id"), to_stage=Stage.SUITABLE.value)
    rows = referrals(clinic_id).filter(episode__stage__in=[stage.value for stage in stages])
    assessed = Subquery(decided.order_by("happened_at").values("happened_at")[:1])
    return list(rows.annotate(assessed_at=assessed).order_by("received_at", "pk"))


def wait_at_a_glance(referral: Referral, kept: Sequence[Appointment], *, protocol: Protocol, now: datetime) -> Wait:
    """Both clocks of a referral read at a glance, from its patient's appointments; nothing more is read."""
    return _wait(referral, kept, getattr(referral, "assessed_at", None), protocol, now)


def wait_of(referral: Referral, *, protocol: Protocol, now: datetime) -> Wait:
    """Both clocks of one referral (F3)."""
    return _waits([referral], referral.clinic_id, protocol, now)[0]


def expected_wait(patient: Patient, *, protocol: Protocol, now: datetime) -> tuple[str, ...]:
    """The honest range for the patient's own page, in sentences; nothing once treatment has begun or the way ended."""
    referral = referral_of(patient)
    if referral is None or referral.episode.stage not in {*WAITING_STAGES, *TRIAGE_STAGES}:
        return ()
    wait = wait_of(referral, protocol=protocol, now=now)
    if wait.treatment.standing is Standing.DONE:
        return ()
    return tuple(words for clock in (wait.consultation, wait.treatment) if (words := patient_words(clock)))


def _waits(rows: Sequence[Referral], clinic_id: int, protocol: Protocol, now: datetime) -> list[Wait]:
    kept = appointments_of([row.patient_id for row in rows], clinic_id=clinic_id)
    decided = Move.objects.filter(episode__in=[row.episode_id for row in rows], to_stage=Stage.SUITABLE.value)
    assessed = dict(decided.order_by("-happened_at").values_list("episode_id", "happened_at"))
    return [_wait(row, kept.get(row.patient_id, ()), assessed.get(row.episode_id), protocol, now) for row in rows]


def _wait(
    referral: Referral, kept: Sequence[Appointment], assessed: datetime | None, protocol: Protocol, now: datetime
) -> Wait:
    """An assessment decided without an appointment in the diary counts as the consultation."""
    zone, waiting = protocol.zone, protocol.referral.waiting
    today, received = local_day(now, zone), local_day(referral.received_at, zone)

    def days(kinds: Collection[str], *, attended: bool) -> list[date]:
        start = received if attended else today
        starts = (one.starts_at for one in kept if one.kind in kinds and bool(one.attended_at) == attended)
        return sorted(day for day in (local_day(moment, zone) for moment in starts) if day >= start)

    def first_open(day: date) -> date:
        return next_open_day(protocol, day)

    met = days(FIRST_MEETINGS, attended=True) or ([local_day(assessed, zone)] if assessed else [])
    seen, booked = _first(met), _first(days(FIRST_MEETINGS, attended=False))
    treated, planned = _first(days({TREATMENT}, attended=True)), _first(days({TREATMENT}, attended=False))
    return Wait(
        referral,
        consultation_clock(received, booked, seen, waiting, today, first_open),
        treatment_clock(seen, planned, treated, waiting, today, first_open),
    )


def _first(days: Sequence[date]) -> date | None:
    return days[0] if days else None


def _findings(referral: Referral, protocol: Protocol, *, known_here: bool) -> tuple[Finding, ...]:
    arrived = Arrived(
        received_on=local_day(referral.received_at, protocol.zone),
        referrer=cast(Profession, referral.referrer.profession) if referral.referrer else None,
        responsible=referral.responsible,
        residence=referral.patient.county.strip(),
        funding=cast(Paying, referral.funding),
        known_here=known_here,
    )
    return acceptance_findings(arrived, protocol.referral)
