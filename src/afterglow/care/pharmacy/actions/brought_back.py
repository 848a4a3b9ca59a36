"""A patient's own drug is handed in, and destroyed: each before a witness, and never into stock.

No authorised witness is asked for (Misuse of Drugs Regulations 2001, regulation 27, speaks of the holder's own stock):
another person sees it and both are written down.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import named
from afterglow.care.pharmacy.entries import BroughtBack, BroughtBackDestroyed
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account, Countersignature
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.record.people.models import Patient


@dataclass(frozen=True)
class HandedIn:
    """What was handed in, as both people saw it: see :class:`BroughtBack`."""

    what: str
    amount: str
    from_name: str
    kept: str


def what_is_handed_in(patient: Patient, handed: HandedIn) -> Witnessed:
    """What the witness of a handing in puts their PIN to."""
    return {"act": "brought back", "patient": patient.ref, **asdict(handed)}


def what_is_ended(brought: BroughtBack, how: str) -> Witnessed:
    """What the witness of its destruction puts their PIN to."""
    return {"act": "brought back destroyed", "of": brought.ref, "how": how}


@action("pharmacy.brought_back", may=Permission.KEEP_STOCK)
def take_back(
    *,
    patient: Patient,
    handed: HandedIn,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
    uuid: UUID | None = None,
) -> BroughtBack:
    """Write down a patient's own drug that was handed in. Raises Refused without another person as witness."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    before: BroughtBack | None = BroughtBack.objects.filter(clinic_id=by.clinic_id, uuid=uuid).first() if uuid else None
    if before is not None:
        return before
    watched = witness_of(countersigned, what_is_handed_in(patient, handed), by, now)
    made: BroughtBack = BroughtBack.objects.create(
        patient=patient, uuid=uuid, **asdict(handed), **_seen_by(watched, by.clinic_id), **signed(by=by, now=now)
    )
    return made


@action("pharmacy.brought_back_destroyed", may=Permission.KEEP_STOCK)
def destroy_brought_back(
    *,
    brought: BroughtBack,
    how: str,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
) -> BroughtBackDestroyed:
    """Write down that it was destroyed. Raises Refused without another person as witness, and a second time."""
    row = BroughtBack.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    if BroughtBackDestroyed.objects.filter(brought_back=row).exists():
        raise Refused([interlock("destroyed-already", "This was destroyed already.")])
    watched = witness_of(countersigned, what_is_ended(row, how), by, now)
    made: BroughtBackDestroyed = BroughtBackDestroyed.objects.create(
        brought_back=row, how=how, **_seen_by(watched, by.clinic_id), **signed(by=by, now=now)
    )
    return made


def _seen_by(witness: Account | None, clinic_id: int) -> dict[str, Account | str | None]:
    return {"witness": witness, "witness_name": named(witness, clinic_id) if witness else ""}
