"""One vial for several patients: against its label, and so never the default (F35)."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.kernel.finding import Finding


@dataclass(frozen=True)
class Shared:
    """What stands for sharing: the protocol's choice in its own words, and whether its procedure is signed."""

    allowed: bool
    say: str
    signed: bool


def sharing_findings(patients: int, shared: Shared) -> tuple[Finding, ...]:
    """Whether so many patients may be served from one opening.

    More than one only where the protocol allows it and the lead pharmacist has signed its procedure.
    """
    if patients <= 1:
        return ()
    if not shared.allowed:
        return (interlock("sharing-not-allowed", shared.say, "F35, ketalar-smpc"),)
    if not shared.signed:
        words = "The lead pharmacist has not signed the procedure for sharing a vial. One vial, one patient."
        return (interlock("sharing-not-signed", words, "F35, ketalar-smpc"),)
    return ()
