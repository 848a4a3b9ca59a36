"""What may go otherwise than planned at the bedside, and what is done at once. A person does it; this only reminds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from afterglow.ground.kernel.finding import Finding, Severity


@dataclass(frozen=True)
class Kind:
    """One kind of event: what it is called, what is done at once, and whether the dose stops for it."""

    say: str
    do: str
    stops: bool


KINDS: Mapping[str, Kind] = {
    "extravasation": Kind(
        "The drug ran beside the vein",
        "Stop the pump. Leave the cannula in until the doctor has looked. Mark the swelling.",
        True,
    ),
    "unrousable": Kind("Cannot be woken", "Stop the dose. Airway, oxygen, emergency call.", True),
    "allergic-reaction": Kind("Allergic reaction", "Stop the dose. Emergency call.", True),
    "fit": Kind("Fit", "Stop the dose. Keep the patient safe. Emergency call.", True),
    "throat-spasm": Kind("Noisy or blocked breathing", "Stop the dose. Airway, oxygen, emergency call.", True),
    "portion-lost": Kind(
        "Part of a spray was lost (sneezed, dripped)", "Give no other in its place. Write down how much.", False
    ),
    "pump-fault": Kind("The pump failed or alarmed", "Look at the rate and at what was given. Tell the doctor.", False),
    "fall": Kind("Fall", "Look for injuries before moving the patient. Tell the doctor.", False),
    "vomiting": Kind("Vomited", "On the side, airway free. Medicine against sickness if it is signed for.", False),
    "other": Kind("Something else", "Tell the doctor where in doubt.", False),
}
"""By code, the gravest first (defaults of this house; a clinic's own emergency plan comes first)."""


def incident_findings(code: str) -> tuple[Finding, ...]:
    """What is shown after an event: a stop where the dose stops for it, else a caution. Raises KeyError."""
    kind = KINDS[code]
    severity = Severity.STOP if kind.stops else Severity.CAUTION
    return (Finding(f"incident-{code}", severity, f"{kind.say}. {kind.do}", "default"),)
