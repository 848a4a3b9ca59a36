"""Stock arrives: from whom, how much of which lot, and under which requisition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from afterglow.care.pharmacy.actions.witnessing import Witnessed, witness_of
from afterglow.care.pharmacy.actions.writing import Hand, change_held, page_to_write_on, write_line, written_before
from afterglow.care.pharmacy.models import RECEIVED, Line, Lot, Place, RegisterPage
from afterglow.care.pharmacy.queries.products import Stocked, clinic_protocol, stocked
from afterglow.care.pharmacy.rules.lots import LotFacts, lot_findings
from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic, Countersignature
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import day
from afterglow.ground.kernel.period import local_day


@dataclass(frozen=True)
class Delivery:
    """What arrived: ``code`` is the protocol's product, ``units`` are whole vials, devices or bottles."""

    code: str
    lot: str
    expires_on: date
    units: int
    place: Place
    from_name: str
    from_address: str
    requisition: str


def what_is_received(delivery: Delivery) -> Witnessed:
    """What the witness of a delivery puts their PIN to."""
    return {
        "act": "receive",
        "code": delivery.code,
        "lot": delivery.lot,
        "expires": delivery.expires_on,
        "units": delivery.units,
        "place": delivery.place.ref,
        "from": [delivery.from_name, delivery.from_address, delivery.requisition],
    }


@action("pharmacy.received", may=Permission.KEEP_STOCK)
def receive(
    *,
    delivery: Delivery,
    by: Actor,
    now: datetime,
    countersigned: Countersignature | None = None,
    uuid: UUID | None = None,
) -> Line:
    """Write a delivery into the register; a product's page is begun with its first.

    Raises Refused for a product the protocol does not keep, for none, for a lot that is expired or known with another
    last day, and without another person as witness.
    """
    protocol = clinic_protocol(by.clinic_id, now)
    product = next((one for one in stocked(protocol) if one.product.code == delivery.code), None)
    if product is None:
        raise Refused([interlock("unknown-product", "The protocol keeps no such product.", "default")])
    expired = lot_findings(LotFacts(delivery.lot, delivery.expires_on), local_day(now, protocol.zone))
    if expired:
        raise Refused(expired)
    with page_to_write_on(_page_of(product, by.clinic_id).pk) as page:
        before = written_before(uuid, by.clinic_id)
        if before is not None:
            return before
        watched = witness_of(countersigned, what_is_received(delivery), by, now)
        lot = _lot_of(page, delivery)
        if delivery.units < 1:
            raise Refused([interlock("nothing-received", f"Enter how many {page.unit}s arrived, at least one.")])
        change_held(page, lot, delivery.place, delivery.units)
        return write_line(
            page,
            RECEIVED,
            Hand(by, now, watched),
            received=delivery.units,
            uuid=uuid,
            lot=lot,
            place=delivery.place,
            other_name=delivery.from_name,
            other_address=delivery.from_address,
            authority=f"Requisition {delivery.requisition}"[:200],
        )


def _page_of(product: Stocked, clinic_id: int) -> RegisterPage:
    what = product.product
    rows = RegisterPage.objects.filter(clinic_id=clinic_id, code=what.code)
    # The clinic is locked for a first delivery only: whoever holds a page may come to want the clinic for a task.
    if not rows.exists():
        Clinic.objects.select_for_update(no_key=True).get(pk=clinic_id)
    found: RegisterPage | None = rows.first()
    if found is not None:
        return found
    made: RegisterPage = RegisterPage.objects.create(
        clinic_id=clinic_id,
        code=what.code,
        drug=product.drug,
        name=what.name,
        form=what.form or "",
        unit=what.unit,
        strength_micrograms=what.strength.units if what.strength else None,
        contents_micrograms=what.contents.units,
    )
    return made


def _lot_of(page: RegisterPage, delivery: Delivery) -> Lot:
    found: Lot | None = Lot.objects.filter(page=page, number=delivery.lot).first()
    if found is None:
        made: Lot = Lot.objects.create(
            clinic_id=page.clinic_id, page=page, number=delivery.lot, expires_on=delivery.expires_on
        )
        return made
    if found.expires_on != delivery.expires_on:
        words = f"Lot {found.number} was received before as good until {day(found.expires_on)}. Look at the label."
        raise Refused([interlock("lot-other-day", words, "default")])
    return found
