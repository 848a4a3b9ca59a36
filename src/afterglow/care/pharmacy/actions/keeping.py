"""Places, lots held back, notes to a line, and the procedure for sharing a vial."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import Hand, page_to_write_on, write
from afterglow.care.pharmacy.models import Footnote, Line, Lot, LotStanding, Place, SharingProcedure
from afterglow.care.pharmacy.queries.products import clinic_protocol
from afterglow.care.pharmacy.queries.stock import facts_of
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic, Countersignature
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed


@action("pharmacy.place_added", may=Permission.KEEP_STOCK)
def add_place(*, name: str, by: Actor, now: datetime) -> Place:
    """Add a place where drugs are locked away. Raises Refused for a name that is taken."""
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    if Place.objects.filter(clinic_id=by.clinic_id, name__iexact=name).exists():
        raise Refused([interlock("place-there", f"There is a place called {name} already.", "default")])
    made: Place = Place.objects.create(clinic_id=by.clinic_id, name=name)
    return made


@action("pharmacy.lot_held_back", may=Permission.KEEP_STOCK)
def stand_lot(*, lot: Lot, held_back: bool, reason: str, by: Actor, now: datetime) -> LotStanding:
    """Hold a lot back from use, as after a recall, or put it back into use. Raises Refused where it stands so."""
    row = Lot.objects.select_for_update().get(pk=lot.pk)
    if bool(facts_of(row).held_back_because) is held_back:
        words = f"Lot {row.number} is {'held back' if held_back else 'in use'} already."
        raise Refused([interlock("lot-stands-so", words, "default")])
    made: LotStanding = LotStanding.objects.create(
        lot=row, held_back=held_back, reason=reason, **signed(by=by, now=now)
    )
    return made


def what_is_noted(line: Line, text: str) -> Witnessed:
    """What the witness of a footnote puts their PIN to."""
    return {"act": "footnote", "line": line.ref, "text": text}


@action("pharmacy.footnote_written", may=Permission.KEEP_STOCK)
def add_footnote(
    *, line: Line, text: str, by: Actor, now: datetime, countersigned: Countersignature | None = None
) -> Footnote:
    """Correct a line the only lawful way: by a dated note at the foot of its page. The line stays as it is."""
    watched = witness_of(countersigned, what_is_noted(line, text), by, now)
    with page_to_write_on(line.page_id) as page:
        number = Footnote.objects.filter(page=page).count() + 1
        return write(page, Footnote, Hand(by, now, watched), line=line, number=number, text=text)


@action("pharmacy.sharing_signed", may=Permission.ANSWER_FOR_STOCK)
def sign_sharing(*, by: Actor, now: datetime) -> SharingProcedure:
    """Sign, as lead pharmacist, the protocol's procedure for sharing a vial. Raises Refused where it allows none."""
    protocol = clinic_protocol(by.clinic_id, now)
    chosen = protocol.pharmacy.vial_sharing
    if not chosen.allowed:
        raise Refused([interlock("sharing-not-allowed", chosen.say, chosen.source)])
    made: SharingProcedure = SharingProcedure.objects.create(
        protocol_version=protocol.version, procedure=chosen.say, **signed(by=by, now=now)
    )
    return made
