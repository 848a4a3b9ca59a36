"""What the clinic's protocol keeps in stock, and what of it serves a treatment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import protocol_of
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Product


@dataclass(frozen=True)
class Stocked:
    """A product, with the drug it holds."""

    drug: str
    product: Product


def clinic_protocol(clinic_id: int, now: datetime) -> Protocol:
    """The protocol in force in a clinic."""
    return protocol_in_force(Clinic.objects.get(pk=clinic_id), now)


def stocked(protocol: Protocol) -> Sequence[Stocked]:
    """Every product of the protocol once, in the order of its treatments."""
    found = {one.code: Stocked(what.drug, one) for what in protocol.treatments for one in what.products}
    return list(found.values())


def product_codes(treatment: Treatment) -> frozenset[str]:
    """The codes of the products that the treatment's protocol serves it from."""
    what = protocol_of(treatment.course).treatment_coded(treatment.code)
    return frozenset(one.code for one in what.products)
