"""Reading credit notes. ``access_credit_note`` is the only way to one by its ref."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.office.billing.models.charges import SELF_PAY
from afterglow.office.billing.models.credits import CreditNote
from afterglow.office.billing.models.owners import Owner, owned_by
from afterglow.record.people.queries import access_patient_by_id


def access_credit_note(*, by: Actor, ref: str) -> CreditNote:
    """One credit note, for whoever manages money, or for the patient it was sent to. Raises Http404."""
    found = _credit_notes(by.clinic_id).filter(ref=ref).first()
    own = found is not None and found.payer == SELF_PAY and by.patient_id == found.patient_id
    if found is None or not (by.may(Permission.MANAGE_MONEY) or own):
        raise Http404
    if found.patient_id is not None:
        access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def credit_notes_of(owner: Owner, payer: str) -> Sequence[CreditNote]:
    """The credit notes of one account, newest first."""
    rows = _credit_notes(owner.clinic_id).filter(**owned_by(owner), payer=payer)
    return list(rows.select_related("invoice", "relief__charge").order_by("-number"))


def _credit_notes(clinic_id: int) -> QuerySet[CreditNote]:
    rows: QuerySet[CreditNote] = CreditNote.objects.filter(clinic_id=clinic_id)
    return rows.select_related("patient", "sign_up", "clinic")
