"""Reading courses and their treatments. ``access_treatment`` and ``access_course`` are the only ways to one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from afterglow.care.course.models import GIVEN, PLANNED, Course, Decision, Direction, DoseReview, Treatment
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_version
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.pathway.models import Episode
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id


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


def courses_of(episode: Episode) -> Sequence[Course]:
    """Every course of an episode, in order."""
    return list(Course.objects.filter(episode=episode).select_related("episode__patient").order_by("number"))


def protocol_of(course: Course) -> Protocol:
    """The version of the protocol that a course is pinned to."""
    return protocol_version(course.clinic_id, course.protocol_version)


def treatments_of(course: Course) -> Sequence[Treatment]:
    """Every treatment of a course in order, each with its directions and reviews."""
    rows = _treatments(clinic_id=course.clinic_id).filter(course=course).order_by("number")
    return list(rows.select_related("appointment").prefetch_related("directions", "reviews"))


def treatments_on(day: date, *, clinic_id: int) -> Sequence[Treatment]:
    """The treatments planned for a day in a clinic, or given on it, by number of the course."""
    rows = _treatments(clinic_id=clinic_id).filter(planned_day=day, state__in=(PLANNED, GIVEN))
    return list(rows.select_related("appointment__bay").order_by("appointment__starts_at", "pk"))


def given_to(patient: Patient) -> Sequence[Treatment]:
    """Everything the patient was ever given here, oldest first."""
    rows = _treatments(clinic_id=patient.clinic_id).filter(course__episode__patient=patient, state=GIVEN)
    return list(rows.order_by("given_at"))


def next_treatment(course: Course) -> Treatment | None:
    """The next treatment still to be given."""
    return _treatments(clinic_id=course.clinic_id).filter(course=course, state=PLANNED).order_by("number").first()


def direction_for(treatment: Treatment) -> Direction | None:
    """The signed direction now in force for a treatment: the one that no later one superseded."""
    found: Direction | None = Direction.objects.filter(treatment=treatment, superseded_by=None).order_by("-pk").first()
    return found


def review_of(treatment: Treatment) -> DoseReview | None:
    """The last dose review before a treatment."""
    found: DoseReview | None = DoseReview.objects.filter(treatment=treatment, corrected_by=None).order_by("-pk").first()
    return found


def decisions_of(course: Course) -> Sequence[Decision]:
    """Every decision about a course, oldest first."""
    return list(Decision.objects.filter(course=course).order_by("pk"))


def _treatments(*, clinic_id: int) -> QuerySet[Treatment]:
    rows: QuerySet[Treatment] = Treatment.objects.filter(clinic_id=clinic_id)
    return rows.select_related("course__episode__patient")
