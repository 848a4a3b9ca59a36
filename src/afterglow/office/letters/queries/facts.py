"""Gathering what was recorded for each kind of letter. Private journal pages and process notes are never asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import Http404

from afterglow.care.assessment.queries import current_medicines, latest_decision
from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import access_course, access_treatment, decisions_of, given_to
from afterglow.care.course.rules.terms import ENDS
from afterglow.care.referral.queries import referral_of, sent_elsewhere
from afterglow.ground.access.actor import Actor
from afterglow.ground.kernel.period import local_day
from afterglow.office.letters.rules import facts as sentences
from afterglow.office.letters.rules.drafting import SENT_ELSEWHERE
from afterglow.office.letters.rules.facts import Fact, Given, Scored
from afterglow.record.outcomes.queries import ScorePoint, score_history
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.queries import latest_episode
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import care_team


@dataclass(frozen=True)
class Source:
    """What a letter will report: the episode it belongs to and the sentences it is made of."""

    episode: Episode
    facts: tuple[Fact, ...]


def source_of(*, kind: str, patient: Patient, about: str, by: Actor) -> Source:
    """The facts for a letter of a kind about one thing of this patient. Raises Http404 when there is no such thing."""
    gather = _GATHER.get(kind)
    found = gather(patient, about, by) if gather else None
    if found is None:
        raise Http404
    return found


def _assessment(patient: Patient, about: str, by: Actor) -> Source | None:
    episode = latest_episode(patient)
    decision = latest_decision(episode) if episode else None
    if episode is None or decision is None or decision.ref != about:
        return None
    day = local_day(decision.happened_at, _zone(patient))
    outcome = sentences.suitability_fact(
        suitable=decision.suitable, reasons=decision.reasons, day=day, patient_ref=patient.ref
    )
    return Source(episode, (outcome, _medicines(patient), *_therapy(patient), *_scores(patient)))


def _session(patient: Patient, about: str, by: Actor) -> Source | None:
    treatment = access_treatment(by=by, ref=about)
    episode = treatment.course.episode
    if episode.patient_id != patient.pk or treatment.given_at is None:
        return None
    return Source(episode, (sentences.given_fact(_given(treatment)), *_scores(patient)))


def _course(patient: Patient, about: str, by: Actor) -> Source | None:
    course = access_course(by=by, ref=about)
    ends = [decision for decision in decisions_of(course) if decision.kind in ENDS]
    if course.episode.patient_id != patient.pk or course.ended_at is None:
        return None
    given = [_given(one) for one in given_to(patient) if one.course_id == course.pk]
    facts = [sentences.course_fact(given, patient_ref=patient.ref)]
    if ends:
        day = local_day(ends[-1].happened_at, _zone(patient))
        facts.insert(
            0, sentences.end_fact(kind=ends[-1].kind, reason=ends[-1].reason, day=day, patient_ref=patient.ref)
        )
    return Source(course.episode, (*facts, *_scores(patient), _medicines(patient), *_therapy(patient)))


def _elsewhere(patient: Patient, about: str, by: Actor) -> Source | None:
    referral = referral_of(patient)
    judgement = sent_elsewhere(referral) if referral else None
    if referral is None or judgement is None or judgement.ref != about:
        return None
    grounds = [(ground.say, ground.words, ground.signpost) for ground in judgement.grounds.all()]
    facts = sentences.ground_facts(grounds, referral_ref=referral.ref)
    return Source(referral.episode, facts)


_GATHER: dict[str, Callable[[Patient, str, Actor], Source | None]] = {
    "assessment-outcome": _assessment,
    "after-session": _session,
    "end-of-course": _course,
    SENT_ELSEWHERE: _elsewhere,
}


def _medicines(patient: Patient) -> Fact:
    return sentences.medicines_fact([str(one) for one in current_medicines(patient)], patient_ref=patient.ref)


def _therapy(patient: Patient) -> tuple[Fact, ...]:
    named = [str(member.clinician) for member in care_team(patient) if member.role == "therapist"]
    return sentences.therapy_facts(named, patient_ref=patient.ref)


def _scores(patient: Patient) -> tuple[Fact, ...]:
    scored = [found for point in score_history(patient) if (found := _scored(point)) is not None]
    return sentences.score_facts(scored, patient_ref=patient.ref)


def _scored(point: ScorePoint) -> Scored | None:
    if point.total is None:
        return None
    return Scored(point.request_ref, point.name, point.day, point.total, point.most, point.band)


def _given(treatment: Treatment) -> Given:
    assert treatment.given_at is not None
    return Given(
        ref=treatment.ref,
        number=treatment.number,
        day=local_day(treatment.given_at, _zone(treatment.patient)),
        drug=treatment.drug,
        route=treatment.route,
        micrograms=treatment.given_micrograms or 0,
        side_effects=treatment.side_effects,
    )


def _zone(patient: Patient) -> ZoneInfo:
    return ZoneInfo(patient.clinic.time_zone)
