"""Agreeing who pays for a patient from a day on."""

from __future__ import annotations

from datetime import date, datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.office.billing.models.charges import Funding
from afterglow.office.billing.rules.payers import Payer, funding_findings
from afterglow.record.people.models import Patient


@action("billing.funding_agreed", may=Permission.MANAGE_MONEY)
def agree_funding(*, patient: Patient, payer: Payer, since: date, by: Actor, now: datetime) -> Funding:
    """Write down who pays from a day on; what was charged before stays as it is.

    Raises Refused for a payer without a name, and for the NHS at a clinic that it does not pay (F1).
    """
    ways = protocol_in_force(patient.clinic, now).referral.funding
    refused = funding_findings(payer, since, ways)
    if refused:
        raise Refused(refused)
    return Funding.objects.create(
        patient=patient,
        kind=payer.kind,
        since=since,
        payer_name=payer.name.strip(),
        payer_address=payer.address.strip(),
        payer_reference=payer.reference.strip(),
        **signed(by=by, now=now),
    )
