"""What of a rest was spilt: only what is missing of it, and never more."""

from __future__ import annotations

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.quantity import Dose


def spill_findings(left: Dose, destroyed: Dose) -> tuple[Finding, ...]:
    """Whether something can have been spilt: less was destroyed than must be left."""
    if destroyed < left:
        return ()
    words = f"{left} must be left. You measured that or more: nothing of it was spilt."
    return (interlock("nothing-spilt", words, how=f"{left} - {destroyed} is nothing or less"),)
