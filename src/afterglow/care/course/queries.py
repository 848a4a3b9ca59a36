"""Reading courses and their treatments. ``access_treatment`` and ``access_course`` are the only ways to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import Http404

from afterglow.care.assessment.queries import current_medicines, latest_height, latest_weight, taken
from afterglow.care.assessment.rules.interactions import together_findings
from afterglow.care.course.models import GIVEN, NOT_GIVEN, PLANNED, Course, Decision, Direction, DoseReview, Treatment
from afterglow.care.course.rules.direction import Signed, Wanted, direction_findings
from afterglow.care.course.rules.dose_limits import dose_findings
from afterglow.care.course.rules.dose_review import Looked, change_findings, reliance_findings
from afterglow.care.course.rules.first_dose import first_dose_findings
from afterglow.care.course.rules.oral import BeforeOral, oral_findings
from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.care.course.rules.response import response_findings
from afterglow.care.course.rules.spacing import spacing_findings
from afterglow.care.course.rules.terms import CLEARS_PLAN, Choice, DosePlan
from afterglow.care.course.rules.weight import Sex, WeightError, WorkedOutWeight, dosing_weight
from afterglow.care.course.rules.wider_plan import Beside, wider_plan
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_version
from afterglow.ground.design.words import age
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Height, Weight
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Treatment as ProtocolTreatment
from afterglow.ground.protocol.spacing import parse_spacing
from afterglow.record.diary.models import Appointment
from afterglow.record.outcomes.queries import ScorePoint, score_history
from afterglow.record.outcomes.rules.change import Change, Scored, baseline_of, change_from
from afterglow.record.outcomes.rules.tolerance import DoseGiven, loss_findings, loss_of_response
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id, care_team

_SEXES: dict[str, Sex] = {"female": "female", "male": "male"}


def access_course(*, by: Actor, ref: str) -> Course:
    """One course of a patient the actor may see. Raises Http404."""
    rows = Course.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("episode__patient")
    found: Course | None = rows.first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.episode.patient_id)
    return found


def access_treatment(*, by: Actor, ref: str) -> Treatment:
    """One planned or given treatment of a patient the actor may see. Raises Http404."""
    found = _treatments(clinic_id=by.clinic_id).filter(ref=ref).first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.course.episode.patient_id)
    return found


def course_of(patient: Patient) -> Course | None:
    """The patient's present or last course."""
    rows = Course.objects.filter(episode__patient=patient).select_related("episode__patient")
    found: Course | None = rows.order_by("-episode__number", "-number").first()
    return found


def protocol_of(course: Course) -> Protocol:
    """The version of the protocol that a course is pinned to."""
    return protocol_version(course.clinic_id, course.protocol_version)


def treatments_of(course: Course) -> Sequence[Treatment]:
    """Every treatment of a course in order, each with its directions and reviews."""
    rows = _treatments(clinic_id=course.clinic_id).filter(course=course).order_by("number")
    return list(rows.select_related("appointment").prefetch_related("directions", "reviews"))


def given_to(patient: Patient) -> Sequence[Treatment]:
    """Everything the patient was ever given here, oldest first."""
    return given_to_each([patient]).get(patient.pk, [])


def given_to_each(patients: Sequence[Patient]) -> Mapping[int, Sequence[Treatment]]:
    """``given_to`` of many patients of one clinic, by the patient's id, in one query."""
    found: dict[int, list[Treatment]] = {}
    rows = Treatment.objects.filter(course__episode__patient__in=patients, state=GIVEN)
    for row in rows.select_related("course__episode__patient").order_by("given_at"):
        found.setdefault(row.course.episode.patient_id, []).append(row)
    return found


def treatments_at_a_glance(patient: Patient) -> Sequence[Treatment]:
    """Every treatment of a patient in every course, oldest first, in one query.

    Each row carries of its direction in force ``signed_micrograms`` and ``signed_weight_grams``; None where none is.
    """
    signed = Direction.objects.filter(treatment=OuterRef("pk"), superseded_by=None).order_by("-pk")
    rows = Treatment.objects.filter(course__episode__patient=patient, clinic_id=patient.clinic_id)
    found = rows.select_related("course").annotate(
        signed_micrograms=Subquery(signed.values("dose_micrograms")[:1]),
        signed_weight_grams=Subquery(signed.values("weight_grams")[:1]),
    )
    return list(found.order_by("course__planned_at", "course_id", "number"))


def courses_under_way(*stages: Stage, clinic_id: int) -> Sequence[Course]:
    """Courses that go on, of episodes in any of these stages, each with ``decided_at``, its last decision."""
    rows = Course.objects.filter(
        clinic_id=clinic_id, ended_at=None, episode__stage__in=[stage.value for stage in stages]
    )
    decided = rows.select_related("episode__patient").annotate(decided_at=Max("decisions__happened_at"))
    return list(decided.order_by("episode__stage_since", "pk"))


def direction_for(treatment: Treatment) -> Direction | None:
    """The signed direction now in force for a treatment: the one that no later one superseded."""
    found: Direction | None = Direction.objects.filter(treatment=treatment, superseded_by=None).order_by("-pk").first()
    return found


def review_of(treatment: Treatment) -> DoseReview | None:
    """The last dose review before a treatment."""
    found: DoseReview | None = DoseReview.objects.filter(treatment=treatment, corrected_by=None).order_by("-pk").first()
    return found


def weight_for_dose(patient: Patient, what: ProtocolTreatment) -> WorkedOutWeight | None:
    """The dosing weight by the protocol's basis, from the last measurements, with how it was reached.

    None while it cannot be worked out: no weight yet, or no height or sex where the basis asks for them.
    """
    measured, tall = latest_weight(patient), latest_height(patient)
    if what.dosing_weight is None or measured is None or measured.weight_grams is None:
        return None
    height = Height(tall.height_millimetres) if tall and tall.height_millimetres else None
    sex: Sex | None = _SEXES.get(patient.sex_at_birth)
    try:
        return dosing_weight(what.dosing_weight, Weight(measured.weight_grams), height, sex)
    except WeightError:
        return None


@dataclass(frozen=True)
class Progress:
    """How a course has gone so far: what was given, what the scores say beside it, and what the rules find in both."""

    given: tuple[Treatment, ...]
    scores: tuple[ScorePoint, ...]
    """Totals of the protocol's primary questionnaire, oldest first."""
    best: Change | None
    """The best change from the patient's own baseline since the first dose."""
    latest: Change | None
    findings: tuple[Finding, ...]


def progress_of(course: Course, *, now: datetime) -> Progress:
    """What was given and scored since the first dose ever, with findings for non-response (F11) and tolerance (F10)."""
    protocol, patient = protocol_of(course), course.patient
    given = tuple(given_to(patient))
    totals = score_history(patient, instrument=protocol.outcomes.primary)
    points = tuple(point for point in totals if point.total is not None)
    rule = protocol.outcomes.response(protocol.outcomes.primary)
    scores = [Scored(point.day, point.total) for point in points if point.total is not None]
    doses = _doses(given, protocol.zone)
    baseline = baseline_of(scores, doses[0].day if doses else None)
    if rule is None or baseline is None or not doses:
        found = response_findings(_in_course(course, given), None, _age(patient, protocol, now), protocol.course)
        return Progress(given, points, None, None, found)
    since = [score for score in scores if score.day > doses[0].day]
    changes = [change_from(baseline.total, score.total, rule) for score in since]
    best = min(changes, key=lambda change: change.latest, default=None)
    found = (
        *response_findings(_in_course(course, given), best, _age(patient, protocol, now), protocol.course),
        *loss_findings(loss_of_response(baseline.total, since, rule), doses, protocol.course.tolerance),
    )
    return Progress(given, points, best, changes[-1] if changes else None, found)


def reliance_of(treatments: Sequence[Treatment], protocol: Protocol) -> tuple[Finding, ...]:
    """What the last dose review heard about wishes for more and use elsewhere (F9)."""
    reviews = [review for treatment in treatments for review in treatment.reviews.all()]
    last = max(reviews, key=lambda review: review.pk, default=None)
    return reliance_findings(looked_at(last), protocol.course.reliance) if last else ()


def next_findings(treatments: Sequence[Treatment], protocol: Protocol) -> tuple[Finding, ...]:
    """What stands beside the next treatment of a course: a day too soon, and what its direction no longer covers."""
    coming = next((one for one in treatments if one.state == PLANNED), None)
    if coming is None:
        return ()
    apart = day_apart_findings(coming, coming.planned_day, treatments, protocol)
    # A day later than the spacing is usual where the clinic is closed in between: only too soon is worth a line here.
    near = tuple(one for one in apart if one.severity is Severity.CAUTION)
    signed = direction_for(coming)
    if signed is None:
        return near
    says = Signed(Dose(signed.dose_micrograms), Dose(signed.most_micrograms), signed.valid_on)
    planned = Dose(coming.planned_micrograms) if coming.planned_micrograms else None
    return (*near, *direction_findings(says, Wanted(planned, coming.planned_day)))


def day_apart_findings(
    treatment: Treatment, day: date, treatments: Iterable[Treatment], protocol: Protocol
) -> tuple[Finding, ...]:
    """Whether a day for a treatment lies sooner or later after the one before it than the course's spacing (F12)."""
    before = [
        local_day(one.given_at, protocol.zone) if one.given_at else one.planned_day
        for one in treatments
        if one.pk != treatment.pk and one.state != NOT_GIVEN
    ]
    last = max((one for one in before if one <= day), default=None)
    if last is None:
        return ()
    spacing = parse_spacing(treatment.course.spacing)
    phases = protocol.treatment_coded(treatment.code).phases
    source = next((phase.source for phase in phases if phase.spacing.words == spacing.words), "F12")
    return spacing_findings(last, day, spacing, source)


def looked_at(review: DoseReview) -> Looked:
    """A stored dose review as the rules know it."""
    return Looked(
        weighed_today=review.weight_grams is not None,
        last_response=review.last_response,
        side_effects=review.side_effects,
        wants_more=review.wants_more,
        uses_elsewhere=review.uses_elsewhere,
    )


def before_oral(patient: Patient, protocol: Protocol, what: ProtocolTreatment, *, now: datetime) -> BeforeOral | None:
    """What oral treatment is judged by: the infusions given, the call afterwards, and the scores from the gap."""
    if what.only_after is None:
        return None
    route = what.only_after.route
    doses = _doses([one for one in given_to(patient) if one.route == route], protocol.zone)
    calls = Appointment.objects.filter(
        patient=patient, kind=what.only_after.decided_at, attended_at__isnull=False, attended_at__lte=now
    ).order_by("-attended_at")
    last = doses[-1].day if doses else None
    held = [local_day(call.attended_at, protocol.zone) for call in calls if call.attended_at]
    judged = next((day for day in held if last is None or day > last), None)
    scores = score_history(patient, instrument=protocol.outcomes.primary)
    in_gap = sum(1 for point in scores if last is not None and point.day > last and point.total is not None)
    return BeforeOral(route, tuple(dose.day for dose in doses), judged, judged is not None, in_gap)


def plan_findings(
    patient: Patient, protocol: Protocol, what: ProtocolTreatment, dose: DosePlan, *, now: datetime
) -> tuple[Finding, ...]:
    """What stands beside a plan: what the treatment comes only after (F19), or beside (F2), and the dose's limits."""
    facts = before_oral(patient, protocol, what, now=now)
    first = oral_findings(facts, what, local_day(now, protocol.zone)) if facts else ()
    beside = together_findings([taken(one) for one in current_medicines(patient)], what)
    smaller = first_dose_ahead(patient, what, dose.fixed, local_day(now, protocol.zone))
    return (*first, *beside, *smaller, *dose_plan_findings(patient, what, dose))


def first_dose_ahead(patient: Patient, what: ProtocolTreatment, dose: Dose | None, on: date) -> tuple[Finding, ...]:
    """A caution before the day itself for a first dose that will be held back there: from 65 a smaller one is asked."""
    earlier = sum(1 for one in given_to(patient) if one.code == what.code)
    found = first_dose_findings(dose, what, age(patient.birth_date, on), earlier) if dose else ()
    return tuple(replace(one, severity=Severity.CAUTION) for one in found)


def dose_plan(course: Course) -> DosePlan:
    """The dose now in force in a course."""
    if course.dose_per_kg_micrograms is not None:
        return DosePlan(per_kg=DosePerWeight(course.dose_per_kg_micrograms))
    return DosePlan(fixed=Dose(course.dose_micrograms or 0))


def decision_findings(course: Course, choice: Choice, *, now: datetime) -> tuple[Finding, ...]:
    """What stands beside a decision: how the course has gone, and what the decision itself asks for.

    Non-response holds back only what goes on; it does not hold back stopping, pausing or reviewing.
    """
    protocol = protocol_of(course)
    found = [*progress_of(course, now=now).findings]
    if choice.kind in CLEARS_PLAN:
        found = [replace(one, severity=Severity.CAUTION) for one in found]
    what = protocol.treatment_coded(choice.treatment_code or course.treatment_code)
    if choice.kind == "oral-after-gap" and choice.dose:
        return (*found, *plan_findings(course.patient, protocol, what, choice.dose, now=now))
    if choice.dose:
        before = DosePerWeight(course.dose_per_kg_micrograms) if course.dose_per_kg_micrograms else None
        same = what.code == course.treatment_code
        found += change_findings(before if same else None, choice.dose.per_kg, what)
        found += dose_plan_findings(course.patient, what, choice.dose)
    return tuple(found)


def dose_plan_findings(patient: Patient, what: ProtocolTreatment, dose: DosePlan) -> tuple[Finding, ...]:
    """Whether a dose as planned lies within what may be signed for; nothing while the patient's weight is not known."""
    weighed = weight_for_dose(patient, what)
    if dose.fixed is not None:
        return dose_findings(dose.fixed, None, what)
    if dose.per_kg is None or weighed is None or what.rounding is None:
        return ()
    return dose_findings(planned_dose(dose.per_kg, weighed.weight, what.rounding.to), weighed.weight, what)


def decisions_of(course: Course) -> Sequence[Decision]:
    """Every decision about a course, oldest first."""
    return list(Decision.objects.filter(course=course).order_by("pk"))


def _doses(given: Iterable[Treatment], zone: ZoneInfo) -> list[DoseGiven]:
    return [
        DoseGiven(local_day(one.given_at, zone), Dose(one.given_micrograms))
        for one in given
        if one.given_at is not None and one.given_micrograms is not None
    ]


def _in_course(course: Course, given: Iterable[Treatment]) -> int:
    return sum(1 for one in given if one.course_id == course.pk)


def _age(patient: Patient, protocol: Protocol, now: datetime) -> int:
    return age(patient.birth_date, local_day(now, protocol.zone))


def _treatments(*, clinic_id: int) -> QuerySet[Treatment]:
    rows: QuerySet[Treatment] = Treatment.objects.filter(clinic_id=clinic_id)
    return rows.select_related("course__episode__patient")


def wider_plan_of(patient: Patient, protocol: Protocol) -> tuple[Beside, ...]:
    """What goes on beside the treatment, as it is recorded now."""
    team = [member.clinician for member in care_team(patient) if member.role == "therapist"]
    therapy = [f"{one.name}, {one.organisation}" if one.organisation else one.name for one in team]
    groups = [(group.name, group.encouraged or group.say) for group in protocol.groups]
    return wider_plan([str(one) for one in current_medicines(patient)], therapy, groups)
