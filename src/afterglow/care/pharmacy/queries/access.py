"""The only ways to an object of this room. Each answers 404 to whoever may not see the register, and to strangers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from afterglow.care.pharmacy.models import Discrepancy, Draw, FirstCount, Line, Lot, Place, RegisterPage
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.record.people.queries import access_patient_by_id


def access_page(*, by: Actor, ref: str) -> RegisterPage:
    """One page of the register. Raises Http404."""
    found: RegisterPage = _one(RegisterPage.objects.filter(ref=ref), by)
    return found


def access_line(*, by: Actor, ref: str) -> Line:
    """One line of a page. Raises Http404."""
    found: Line = _one(Line.objects.filter(ref=ref).select_related("page", "patient", "place"), by)
    if found.patient_id is not None:
        access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def access_lot(*, by: Actor, ref: str) -> Lot:
    """One lot. Raises Http404."""
    found: Lot = _one(Lot.objects.filter(ref=ref).select_related("page"), by)
    return found


def access_place(*, by: Actor, ref: str) -> Place:
    """One place where drugs are kept. Raises Http404."""
    found: Place = _one(Place.objects.filter(ref=ref), by)
    return found


def access_draw(*, by: Actor, ref: str) -> Draw:
    """One draw, with whom it is for. Raises Http404."""
    rows = Draw.objects.filter(ref=ref).select_related(
        "page",
        "opening__lot",
        "treatment__course__episode__patient",
        "direction",
        "administered",
        "rest_destroyed__case",
        "rest_destroyed__spilt",
    )
    found: Draw = _one(rows, by)
    access_patient_by_id(by=by, patient_id=found.treatment.course.episode.patient_id)
    return found


def access_first_count(*, by: Actor, ref: str) -> FirstCount:
    """One first count, for whoever makes the second. Raises Http404."""
    found: FirstCount = _one(FirstCount.objects.filter(ref=ref).select_related("page", "place"), by)
    return found


def access_discrepancy(*, by: Actor, ref: str) -> Discrepancy:
    """One case; that of a rest is about whoever it was drawn for. Raises Http404."""
    rows = Discrepancy.objects.filter(ref=ref).select_related(
        "page", "place", "count__first", "count__line", "rest__draw__treatment__course__episode", "rest__spilt"
    )
    found: Discrepancy = _one(rows, by)
    if found.rest is not None:
        access_patient_by_id(by=by, patient_id=found.rest.draw.treatment.course.episode.patient_id)
    return found


def _one(rows: QuerySet[Any], by: Actor) -> Any:
    found = rows.filter(clinic_id=by.clinic_id).first()
    if found is None or not by.may(Permission.SEE_REGISTER):
        raise Http404
    return found
