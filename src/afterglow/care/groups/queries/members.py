"""Members of a group that stays together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404

from afterglow.care.groups.models.membership import SeriesMembership
from afterglow.care.groups.models.series import Series
from afterglow.ground.access.actor import Actor
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id


def access_membership(*, by: Actor, ref: str) -> SeriesMembership:
    """One membership of a patient the actor may see. Raises Http404."""
    rows = SeriesMembership.objects.filter(clinic_id=by.clinic_id, ref=ref)
    found: SeriesMembership | None = rows.select_related("series__clinic", "patient").first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def members_of(series: Series) -> Sequence[SeriesMembership]:
    """The members of a series, by seat."""
    rows = SeriesMembership.objects.filter(series=series, ended_on=None).select_related("patient")
    return list(rows.order_by("number"))


def own_memberships(patient: Patient) -> Sequence[SeriesMembership]:
    """The groups a patient is a member of."""
    rows = SeriesMembership.objects.filter(patient=patient, ended_on=None).select_related("series__clinic")
    return list(rows.order_by("joined_on", "pk"))


def memberships_that_end(today: date) -> Sequence[SeriesMembership]:
    """Memberships whose longest stay is over, in every clinic (F29)."""
    rows = SeriesMembership.objects.filter(ended_on=None, most_until__lte=today)
    return list(rows.select_related("series__clinic", "patient").order_by("pk"))
