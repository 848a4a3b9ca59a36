"""Planning a course, signing and reviewing its doses, writing down what was given, and deciding how it goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from types import MappingProxyType

from django.urls import reverse

from afterglow.care.assessment.actions import record_measurement
from afterglow.care.consent.queries import valid_consent
from afterglow.care.course.models import GIVEN, NOT_GIVEN, PLANNED, Course, Decision, Direction, DoseReview, Treatment
from afterglow.care.course.queries import (
    decision_findings,
    direction_for,
    plan_findings,
    progress_of,
    protocol_of,
    review_of,
    weight_for_dose,
)
from afterglow.care.course.rules.dose_limits import dose_findings
from afterglow.care.course.rules.planned_days import day_findings, length_findings
from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.care.course.rules.terms import CLEARS_PLAN, ENDS, LEADS_TO, Choice, DosePlan, Review, Terms
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import ClinicRecord
from afterglow.ground.access.named_roles import named_roles
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity, stops, unresolved
from afterglow.ground.kernel.period import local_day
from afterglow.ground.kernel.quantity import Dose, DosePerWeight
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.spacing import parse_spacing
from afterglow.record.diary.actions import book, cancel
from afterglow.record.diary.models import TREATMENT, Bay
from afterglow.record.diary.queries import why_closed
from afterglow.record.pathway.actions import move, override
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.queries import overridden_codes
from afterglow.record.pathway.rules import Stage
from afterglow.record.tasks.actions import raise_task

REVIEW_KIND = "no-response-review"

_NOTHING: Mapping[str, str] = MappingProxyType({})


@action("course.planned", may=Permission.PLAN_COURSE)
def plan_course(
    *,
    episode: Episode,
    treatment_code: str,
    dose: DosePlan,
    spacing: str,
    days: Sequence[date],
    reason: str,
    by: Actor,
    now: datetime,
    despite: Mapping[str, str] = _NOTHING,
) -> Course:
    """Plan a course under the protocol in force: one treatment on each of ``days``, and the episode is in course.

    ``spacing`` is written as a protocol writes it; ``despite`` holds the reasons for going past clinical stops, by
    their code. Raises Refused without valid consent, for a dose outside the limits, for a treatment that comes only
    after another, and for a day on which the clinic does not treat.
    """
    _require(valid_consent(episode, now) is not None, "no-consent", "There is no valid consent for this episode.")
    Episode.objects.select_for_update().get(pk=episode.pk)
    going_on = Course.objects.filter(episode=episode, ended_at=None).exists()
    _require(not going_on, "course-open", "A course is going on already. Decide about that one.")
    protocol = protocol_in_force(episode.clinic, now)
    number = Course.objects.filter(episode=episode).count() + 1
    course = Course.objects.create(
        clinic_id=by.clinic_id,
        episode=episode,
        number=number,
        protocol_version=protocol.version,
        treatment_code=treatment_code,
        dose_per_kg_micrograms=dose.per_kg.units if dose.per_kg else None,
        dose_micrograms=dose.fixed.units if dose.fixed else None,
        spacing=parse_spacing(spacing).words,
        planned_at=now,
    )
    what = protocol.treatment_coded(treatment_code)
    length = length_findings(len(days), course.spacing, what, protocol.course.words)
    found = (*plan_findings(episode.patient, protocol, what, dose, now=now), *length)
    _settle(found, despite, about=course, course=course, by=by, now=now)
    Decision.objects.create(course=course, kind="plan", reason=reason, findings=_kept(found), **signed(by=by, now=now))
    add_treatments(course=course, days=days, by=by, now=now)
    move(episode=episode, to=Stage.IN_COURSE, reason=reason, by=by, now=now)
    return course


@action("course.treatments_added", may=Permission.PLAN_COURSE)
def add_treatments(
    *, course: Course, days: Sequence[date], by: Actor, now: datetime, despite: Mapping[str, str] = _NOTHING
) -> Sequence[Treatment]:
    """Plan further treatments of the course's present kind, one on each day.

    Raises Refused for a day on which the clinic does not treat (F6), for days out of order, after the course's end,
    and without a reason when there was no response to as many treatments as the protocol tries (F11).
    """
    row = Course.objects.select_for_update(of=("self",)).select_related("episode__patient").get(pk=course.pk)
    _require(row.ended_at is None, "course-ended", "This course has ended. Plan another.")
    protocol = protocol_of(row)
    _refuse_days(days, protocol, now)
    found = progress_of(row, now=now).findings
    _settle(found, despite, about=row, course=row, by=by, now=now)
    what = protocol.treatment_coded(row.treatment_code)
    first = Treatment.objects.filter(course=row).count() + 1
    return [
        Treatment.objects.create(
            clinic_id=by.clinic_id,
            course=course,
            number=number,
            code=what.code,
            drug=what.drug,
            route=what.route,
            planned_day=day,
            planned_micrograms=_planned_micrograms(row, protocol),
        )
        for number, day in enumerate(days, first)
    ]


@action("course.treatment_moved", may=Permission.BOOK)
def move_treatment(*, treatment: Treatment, day: date, by: Actor, now: datetime) -> Treatment:
    """Plan a treatment for another open day; what was booked for the old day is cancelled."""
    row = _planned(treatment, to_come=True)
    _refuse_days([day], protocol_of(row.course), now)
    _free_appointment(row, "Planned for another day", by, now)
    row.planned_day = day
    row.save(update_fields=["planned_day", "appointment"])
    return row


@action("course.treatment_booked", may=Permission.BOOK)
def book_treatment(
    *, treatment: Treatment, starts_at: datetime, ends_at: datetime, bay: Bay, by: Actor, now: datetime
) -> Treatment:
    """Book a place for a planned treatment; an earlier booking of it is cancelled. Raises Refused as the diary does."""
    row = _planned(treatment, to_come=True)
    _free_appointment(row, "Booked for another time", by, now)
    row.appointment = book(
        patient=row.patient, kind=TREATMENT, starts_at=starts_at, ends_at=ends_at, bay=bay, by=by, now=now
    )
    row.planned_day = local_day(starts_at, protocol_of(row.course).zone)
    row.save(update_fields=["planned_day", "appointment"])
    return row


@action("course.treatment_not_given", may=Permission.BOOK)
def mark_not_given(*, treatment: Treatment, because: str, by: Actor, now: datetime) -> Treatment:
    """Write down that a planned treatment will not be, or was not, given, and why; its booking is cancelled."""
    row = _planned(treatment, to_come=True)
    _require(bool(because.strip()), "no-reason", "Write why this treatment is not given.")
    _free_appointment(row, because, by, now)
    row.state, row.not_given_because = NOT_GIVEN, because.strip()[:300]
    row.save(update_fields=["state", "not_given_because", "appointment"])
    return row


@action("course.direction_signed", may=Permission.PRESCRIBE)
def sign_direction(
    *, treatment: Treatment, terms: Terms, by: Actor, now: datetime, despite: Mapping[str, str] = _NOTHING
) -> Direction:
    """Sign what may be given to one patient on one day; it supersedes the direction signed before.

    Raises Refused when the treatment is no longer planned, when the protocol gives this role no say, when the dose is
    more than the most that is signed for, and without a reason for a dose outside the protocol's limits.
    """
    row = _planned(treatment)
    protocol = protocol_of(row.course)
    what = protocol.treatment_coded(row.code)
    _refuse_signer(by, protocol.dosing.direction.signed_by)
    _require(terms.dose <= terms.most, "over-most", "The dose is more than the most that may be given under it.")
    found = (*dose_findings(terms.dose, terms.weight, what), *progress_of(row.course, now=now).findings)
    _settle(found, despite, about=row, course=row.course, by=by, now=now)
    before = direction_for(row)
    return Direction.objects.create(
        treatment=row,
        supersedes=before,
        drug=row.drug,
        route=row.route,
        dose_micrograms=terms.dose.units,
        dose_per_kg_micrograms=terms.per_kg.units if terms.per_kg else None,
        weight_grams=terms.weight.units if terms.weight else None,
        weight_basis=terms.weight_basis,
        minutes=terms.minutes,
        microlitres=terms.volume.units if terms.volume else None,
        rate_microlitres_per_hour=terms.rate.units if terms.rate else None,
        most_micrograms=terms.most.units,
        may_slow=", ".join(protocol.dosing.direction.may_slow),
        valid_on=terms.valid_on,
        note=terms.note,
        **signed(by=by, now=now),
    )


@action("course.dose_reviewed", may=Permission.TREAT)
def review_dose(*, treatment: Treatment, review: Review, by: Actor, now: datetime) -> DoseReview:
    """Write down what was looked at before one dose; a second review of the same dose corrects the first."""
    row = _planned(treatment)
    if review.weight is not None:
        record_measurement(patient=row.patient, weight=review.weight, by=by, now=now)
    return DoseReview.objects.create(
        treatment=row,
        corrects=review_of(row),
        weight_grams=review.weight.units if review.weight else None,
        last_response=review.last_response,
        side_effects=review.side_effects,
        wants_more=review.wants_more,
        uses_elsewhere=review.uses_elsewhere,
        note=review.note,
        **signed(by=by, now=now),
    )


@action("course.begun", may=Permission.TREAT)
def report_begun(*, treatment: Treatment, by: Actor, now: datetime) -> Treatment:
    """The dose begins: called by the treatment room before it looks at what holds it back, as nothing changes since."""
    row = _planned(treatment, to_come=True)
    row.begun_at = now
    row.save(update_fields=["begun_at"])
    return row


@action("course.given", may=Permission.TREAT)
def report_given(
    *, treatment: Treatment, given: Dose, at: datetime, side_effects: str, by: Actor, now: datetime
) -> Treatment:
    """Write down what was given and when. Called by the treatment room, in the transaction of its own entry.

    What was given is written down as it was, also where it was more than was signed for. Raises Refused when it was
    reported already.
    """
    row = _planned(treatment)
    row.state, row.given_micrograms, row.given_at, row.side_effects = GIVEN, given.units, at, side_effects
    row.save(update_fields=["state", "given_micrograms", "given_at", "side_effects"])
    return row


@action("course.side_effects_summed_up", may=Permission.TREAT)
def sum_up_side_effects(*, treatment: Treatment, side_effects: str, by: Actor, now: datetime) -> Treatment:
    """Complete the summary of side effects of a treatment that was given, when the patient leaves."""
    row = Treatment.objects.select_for_update().get(pk=treatment.pk)
    _require(row.state == GIVEN, "not-given", "This treatment has not been given.")
    row.side_effects = side_effects
    row.save(update_fields=["side_effects"])
    return row


@action("course.decided", may=Permission.PLAN_COURSE)
def decide(
    *, course: Course, choice: Choice, by: Actor, now: datetime, despite: Mapping[str, str] = _NOTHING
) -> Decision:
    """Decide how a course goes on, and let the plan and the episode follow.

    Raises Refused without a reason, for a decision that lacks what it needs (a dose, a spacing, a prescriber's name),
    where a clinical stop has no reason in ``despite``, and where the episode cannot move as the decision asks.
    """
    row = Course.objects.select_for_update(of=("self",)).select_related("episode__patient").get(pk=course.pk)
    _require(row.ended_at is None, "course-ended", "This course has ended. Plan another.")
    _require(not choice.lacks, "incomplete", choice.lacks)
    found = decision_findings(row, choice, now=now)
    _settle(found, despite, about=row, course=row, by=by, now=now)
    decision = Decision.objects.create(
        course=row,
        kind=choice.kind,
        reason=choice.reason.strip(),
        dose_per_kg_micrograms=choice.dose.per_kg.units if choice.dose and choice.dose.per_kg else None,
        dose_micrograms=choice.dose.fixed.units if choice.dose and choice.dose.fixed else None,
        spacing=choice.spacing,
        until=choice.until,
        prescriber=choice.prescriber,
        findings=_kept(found),
        **signed(by=by, now=now),
    )
    _follow(row, choice, by, now)
    for name in ("treatment_code", "dose_per_kg_micrograms", "dose_micrograms", "spacing", "ended_at"):
        setattr(course, name, getattr(row, name))
    return decision


@action("course.review_asked_for", may=Permission.DO_DUE_WORK)
def ask_for_review(*, course: Course, about: str, given: int, by: Actor, now: datetime) -> None:
    """Ask a psychiatrist to review a course without a response to so many treatments (F11)."""
    raise_task(
        kind=REVIEW_KIND,
        about=about,
        title=f"Review the course: no response after {given} treatments",
        detail=protocol_of(course).course.no_response.say,
        role=Role.PSYCHIATRIST,
        patient=course.patient,
        link=reverse("course:decide", args=[course.patient.ref]),
        grade="before-next-dose",
        by=by,
        now=now,
    )


def _follow(row: Course, choice: Choice, by: Actor, now: datetime) -> None:
    protocol = protocol_of(row)
    if choice.dose:
        row.dose_per_kg_micrograms = choice.dose.per_kg.units if choice.dose.per_kg else None
        row.dose_micrograms = choice.dose.fixed.units if choice.dose.fixed else None
    if choice.spacing:
        row.spacing = parse_spacing(choice.spacing).words
    if choice.treatment_code:
        row.treatment_code = protocol.treatment_coded(choice.treatment_code).code
    if choice.kind in ENDS:
        row.ended_at = now
    row.save(update_fields=["treatment_code", "dose_per_kg_micrograms", "dose_micrograms", "spacing", "ended_at"])
    if choice.kind in CLEARS_PLAN:
        for treatment in Treatment.objects.filter(course=row, state=PLANNED, begun_at=None).order_by("number"):
            mark_not_given(treatment=treatment, because=dict(Decision.KINDS)[choice.kind], by=by, now=now)
    elif choice.dose:
        _plan_again(row, protocol)
    to = LEADS_TO.get(choice.kind)
    if to is not None and row.episode.stage != to.value:
        move(episode=row.episode, to=to, reason=choice.reason, by=by, now=now)


def _plan_again(row: Course, protocol: Protocol) -> None:
    for treatment in Treatment.objects.filter(course=row, state=PLANNED, code=row.treatment_code):
        treatment.planned_micrograms = _planned_micrograms(row, protocol)
        treatment.save(update_fields=["planned_micrograms"])


def _planned(treatment: Treatment, *, to_come: bool = False) -> Treatment:
    rows = Treatment.objects.select_for_update(of=("self",)).select_related("course__episode__patient", "appointment")
    row: Treatment = rows.get(pk=treatment.pk)
    _require(row.state == PLANNED, "not-planned", f"This treatment is no longer planned: it is {row.state}.")
    _require(not (to_come and row.begun_at), "dose-begun", "This dose has begun: it is neither moved nor called off.")
    return row


def _free_appointment(row: Treatment, because: str, by: Actor, now: datetime) -> None:
    if row.appointment is not None and row.appointment.attended_at is None:
        cancel(appointment=row.appointment, because=because, by=by, now=now)
    # A time to which the patient came cannot be given back: it stays in the diary as it was.
    row.appointment = None


def _planned_micrograms(course: Course, protocol: Protocol) -> int | None:
    if course.dose_per_kg_micrograms is None:
        return course.dose_micrograms
    what = protocol.treatment_coded(course.treatment_code)
    weight = weight_for_dose(course.patient, what)
    if weight is None or what.rounding is None:
        return None
    return planned_dose(DosePerWeight(course.dose_per_kg_micrograms), weight.weight, what.rounding.to).units


def _refuse_days(days: Sequence[date], protocol: Protocol, now: datetime) -> None:
    today = local_day(now, protocol.zone)
    found = day_findings(days, today, partial(why_closed, protocol), protocol.opening.source)
    if found:
        raise Refused(found)


def _settle(
    found: Sequence[Finding],
    despite: Mapping[str, str],
    *,
    about: ClinicRecord,
    course: Course,
    by: Actor,
    now: datetime,
) -> None:
    for stop in stops(found):
        reason = despite.get(stop.code, "").strip()
        if stop.overridable and reason:
            override(episode=course.episode, finding=stop, about=about.ref, reason=reason, by=by, now=now)
    signed_past = (overridden_codes(about=one.ref, clinic_id=by.clinic_id) for one in {about, course})
    left = unresolved(found, frozenset[str]().union(*signed_past))
    if left:
        raise Refused(left)


def _refuse_signer(by: Actor, signed_by: Sequence[str]) -> None:
    words = f"Under this protocol a direction is signed by: {', '.join(signed_by)}."
    _require(bool(by.roles & named_roles(signed_by)), "not-a-prescriber", words)


def _kept(found: Sequence[Finding]) -> list[list[str]]:
    return [[one.code, one.words, one.source] for one in found]


def _require(holds: bool, code: str, words: str, source: str = "default") -> None:
    if not holds:
        raise Refused([Finding(code, Severity.STOP, words, source, interlock=True)])
