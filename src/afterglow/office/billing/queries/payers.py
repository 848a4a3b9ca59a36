"""Who pays for a patient."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from afterglow.care.referral.queries import referral_of
from afterglow.office.billing.models.charges import Funding
from afterglow.office.billing.rules.payers import Agreed, Payer, payer_on
from afterglow.record.people.models import Patient


def fundings_of(patient: Patient) -> Sequence[Funding]:
    """Everything that was agreed about who pays, oldest first."""
    return list(Funding.objects.filter(clinic_id=patient.clinic_id, patient=patient).order_by("since", "pk"))


def payer_for(patient: Patient, day: date) -> Payer:
    """Who is billed for what happens on a day."""
    agreed = [
        Agreed(row.since, Payer(row.kind, row.payer_name, row.payer_address, row.payer_reference))
        for row in fundings_of(patient)
    ]
    referral = referral_of(patient)
    return payer_on(day, agreed, referred_as=referral.funding if referral else "")
