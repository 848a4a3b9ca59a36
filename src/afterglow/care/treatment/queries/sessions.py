"""Finding sessions. The way to one leads through its treatment: ``course.queries.access_treatment``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404

from afterglow.care.course.models import PLANNED, Treatment
from afterglow.care.course.queries import access_treatment
from afterglow.care.treatment.models import Departure, Session, SitterAnswer
from afterglow.ground.access.actor import Actor
from afterglow.record.contact.models import READINESS, SITTER
from afterglow.record.people.queries import access_own_patient


def access_session(*, by: Actor, ref: str) -> Session:
    """The session of a treatment of a patient the actor may see. Raises Http404, also where nobody was settled yet."""
    found = session_of(access_treatment(by=by, ref=ref))
    if found is None:
        raise Http404
    return found


def session_of(treatment: Treatment) -> Session | None:
    """The session of a treatment, once the patient was settled."""
    rows = Session.objects.filter(treatment=treatment)
    found: Session | None = rows.select_related("treatment__course__episode__patient", "bay").first()
    return found


def sessions_by_treatment(treatments: Sequence[Treatment]) -> Mapping[int, Session]:
    """The sessions of many treatments, by the treatment's id."""
    rows = Session.objects.filter(treatment_id__in=[one.pk for one in treatments]).select_related("bay")
    return {row.treatment_id: row for row in rows}


def access_own_treatment(*, by: Actor) -> Treatment:
    """The treatment whose readiness a patient answers: the one their link was sent for, or else their next planned one.

    Raises Http404 when there is none.
    """
    patient = access_own_patient(by=by)
    rows = Treatment.objects.filter(course__episode__patient=patient, state=PLANNED)
    rows = rows.select_related("course__episode__patient", "appointment")
    purpose, _, ref = by.scope.partition(":")
    if by.scope:
        rows = rows.filter(ref=ref) if purpose == READINESS else rows.none()
    found: Treatment | None = rows.order_by("planned_day", "number").first()
    if found is None:
        raise Http404
    return found


def own_next_treatment(*, by: Actor) -> Treatment | None:
    """The next planned treatment of the patient who is signed in; None when there is none."""
    patient = access_own_patient(by=by)
    rows = Treatment.objects.filter(course__episode__patient=patient, state=PLANNED)
    found: Treatment | None = (
        rows.select_related("course__episode__patient", "appointment").order_by("planned_day", "number").first()
    )
    return found


def access_treatment_of_sitter(*, by: Actor) -> Treatment:
    """The treatment to which a sitter was asked, by their link. Raises Http404 for other links, and once it is over."""
    purpose, _, ref = by.scope.partition(":")
    rows = Treatment.objects.filter(clinic_id=by.clinic_id, ref=ref, course__episode__patient_id=by.patient_id or 0)
    found: Treatment | None = rows.filter(state=PLANNED).select_related("course__episode", "appointment").first()
    if purpose != SITTER or found is None:
        raise Http404
    return found


def sitter_answer(treatment: Treatment) -> SitterAnswer | None:
    """What the sitter last answered."""
    found: SitterAnswer | None = SitterAnswer.objects.filter(treatment=treatment).order_by("-pk").first()
    return found


def last_departure(*, by: Actor) -> Departure | None:
    """How the patient last left after a treatment; None where they never had one here."""
    patient = access_own_patient(by=by)
    rows = Departure.objects.filter(session__treatment__course__episode__patient=patient)
    found: Departure | None = rows.select_related("session__treatment__course").order_by("-happened_at").first()
    return found
