"""What is asked about everybody whose dose has not begun, read for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

from afterglow.care.assessment.queries import current_medicines_of_each, weights_of_each
from afterglow.care.consent.queries import confirmed_for_each, valid_consents
from afterglow.care.course.queries import given_to_each
from afterglow.care.pharmacy.queries.drawn import open_draws_of_each
from afterglow.care.treatment.models import DoseConfirmation
from afterglow.care.treatment.queries.known import Known, given_before
from afterglow.record.outcomes.queries import findings_before_dose_of_each


def read_before_dose(waiting: Sequence[Known]) -> None:
    """Give each of these what ``before_findings`` looks at. All are of one clinic and one moment."""
    if not waiting:
        return
    treatments, patients = [one.treatment for one in waiting], [one.patient for one in waiting]
    consents = valid_consents([one.course.episode for one in treatments], waiting[0].now)
    confirmed = confirmed_for_each([one.ref for one in treatments])
    draws = open_draws_of_each(treatments)
    unreviewed = findings_before_dose_of_each(patients)
    medicines = current_medicines_of_each(patients)
    weights, given = weights_of_each(patients), given_to_each(patients)
    stood_by = DoseConfirmation.objects.filter(session__in=[one.session for one in waiting]).order_by("pk")
    for one in waiting:
        signed = one.direction.pk if one.direction else None
        vars(one).update(
            consent=consents.get(one.treatment.course.episode_id),
            confirmation=confirmed.get(one.treatment.ref),
            draws=tuple(draws.get(one.treatment.pk, ())),
            unreviewed=unreviewed.get(one.patient.pk, ()),
            medicines=tuple(medicines.get(one.patient.pk, ())),
            weights=tuple(weights.get(one.patient.pk, ())[:2]),
            earlier=given_before(one.treatment, given.get(one.patient.pk, ())),
            confirmations=tuple(row for row in stood_by if row.direction_id == signed),
        )
