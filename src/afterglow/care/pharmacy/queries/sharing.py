"""Whether the lead pharmacist has signed for sharing a vial under the protocol in force."""

from __future__ import annotations

from afterglow.care.pharmacy.models import SharingProcedure
from afterglow.care.pharmacy.rules.sharing import Shared
from afterglow.ground.protocol.schema.protocol import Protocol


def sharing_signed(clinic_id: int, protocol: Protocol) -> SharingProcedure | None:
    """The signature under this version's procedure, if there is one."""
    found: SharingProcedure | None = (
        SharingProcedure.objects.filter(clinic_id=clinic_id, protocol_version=protocol.version).order_by("-pk").first()
    )
    return found


def sharing_of(clinic_id: int, protocol: Protocol) -> Shared:
    """What stands for sharing a vial in a clinic."""
    chosen = protocol.pharmacy.vial_sharing
    return Shared(chosen.allowed, chosen.say, signed=sharing_signed(clinic_id, protocol) is not None)
