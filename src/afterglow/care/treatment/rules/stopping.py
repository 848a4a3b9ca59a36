"""What "stop" asks for: a pump is halted, a spray kept back; what was swallowed or injected cannot be undone."""

from __future__ import annotations

from enum import StrEnum

from afterglow.ground.protocol.schema.treatments import Route

STOP_INFUSION = "Stop the infusion and call the doctor."

_WHILE_GIVEN: dict[Route, str] = {
    "intravenous": STOP_INFUSION,
    "nasal": "Give no other spray and call the doctor.",
    "intramuscular": "Inject nothing more and call the doctor.",
    "oral": "Give nothing more by mouth and call the doctor.",
    "sublingual": "Give nothing more by mouth and call the doctor.",
}


class Giving(StrEnum):
    """Where the dose stands when a limit is passed."""

    BEFORE = "before the dose"
    DURING = "while it is given"
    OVER = "after it"


def stop_words(route: Route, giving: Giving) -> str:
    """What somebody does at a stop limit, by route. The doctor is called in every case (default of this house)."""
    if giving is Giving.BEFORE:
        return "Do not begin the dose, and call the doctor."
    if giving is Giving.OVER:
        return "Stay with the patient and call the doctor."
    return _WHILE_GIVEN[route]
