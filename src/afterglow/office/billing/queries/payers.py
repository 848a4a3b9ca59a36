"""Who pays for a patient."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from afterglow.care.groups.models.events import SignUp
from afterglow.care.referral.queries import referral_of
from afterglow.office.billing.models.charges import PROFESSIONAL, Funding
from afterglow.office.billing.models.owners import Owner
from afterglow.office.billing.rules.payers import Agreed, Payer, payer_on
from afterglow.record.people.models import Patient


def fundings_of(patient: Patient) -> Sequence[Funding]:
    """Everything that was agreed about who pays, oldest first."""
    return list(Funding.objects.filter(clinic_id=patient.clinic_id, patient=patient).order_by("since", "pk"))


def payer_for(owner: Owner, day: date) -> Payer:
    """Who is billed for what happens on a day; for a date of an event, whoever signed up, or their organisation."""
    if isinstance(owner, SignUp):
        first, _, address = owner.invoice_to.partition("\n")
        return Payer(PROFESSIONAL, first.strip()[:200] or owner.name, address.strip())
    agreed = [
        Agreed(row.since, Payer(row.kind, row.payer_name, row.payer_address, row.payer_reference))
        for row in fundings_of(owner)
    ]
    referral = referral_of(owner)
    return payer_on(day, agreed, referred_as=referral.funding if referral else "")
