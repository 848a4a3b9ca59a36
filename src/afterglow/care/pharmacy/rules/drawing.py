"""What is opened, drawn, given and destroyed: every microgram of a vial is one of them, to the last one.

The label's amount counts. What a vial holds beyond it goes with what is destroyed and is never written down, so that
no overfill can hide a loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.quantity import Dose


@dataclass(frozen=True)
class Opened:
    """So many units opened at once, each labelled with the same amount."""

    units: int
    each: Dose

    @property
    def contents(self) -> Dose:
        """What their labels say they hold together."""
        return Dose(self.units * self.each.units)


@dataclass(frozen=True)
class InSyringe:
    """What was drawn for one patient and not yet accounted for."""

    drawing: int
    drawn: Dose


def drawing_findings(opened: Opened, drawn: Sequence[Dose], destroyed: Dose) -> tuple[Finding, ...]:
    """Vial = drawn + destroyed at drawing; somebody must get something of it."""
    total = Dose(sum(one.units for one in drawn))
    if not drawn or any(one.units == 0 for one in drawn):
        return (interlock("nothing-drawn", "Enter how much was drawn."),)
    how = f"{total} drawn + {destroyed} destroyed = {total + destroyed}; the label says {opened.contents}"
    if total + destroyed == opened.contents:
        return ()
    if total > opened.contents:
        return (interlock("drawn-more-than-opened", f"{opened.contents} were opened. Open another for more.", how=how),)
    left = opened.contents - total
    words = f"{opened.contents} opened, {total} drawn: {left} are left to destroy, not {destroyed}."
    return (interlock("vial-does-not-balance", words, how=how),)


def giving_findings(drawn: Dose, given: Dose) -> tuple[Finding, ...]:
    """Nobody gives more than was drawn."""
    if given <= drawn:
        return ()
    words = f"{drawn} were drawn for this patient. {given} cannot have been given."
    return (interlock("given-more-than-drawn", words, how=f"{drawn} - {given} would be less than nothing"),)


def shared_out(syringes: Sequence[InSyringe], given: Dose) -> tuple[tuple[int, Dose, Dose], ...]:
    """What of each syringe was given and what is left in it, taken in the order they were drawn."""
    found, still = [], given.units
    for one in syringes:
        part = min(still, one.drawn.units)
        found.append((one.drawing, Dose(part), Dose(one.drawn.units - part)))
        still -= part
    return tuple(found)


def rest_findings(left: Dose, destroyed: Dose, *, drawn: Dose | None = None) -> tuple[Finding, ...]:
    """Drawn = given + destroyed: what is left in syringe and line is destroyed whole.

    ``drawn`` is how much was drawn, where two people measured what is left and say that it differs.
    """
    if left.units == 0:
        return (interlock("nothing-left", "Nothing is left of this: all of it was given or destroyed."),)
    if drawn is not None and destroyed > drawn:
        words = f"{drawn} were drawn. {destroyed} cannot be left of it."
        return (interlock("more-left-than-drawn", words, how=f"{destroyed} is more than {drawn}"),)
    if destroyed == left or drawn is not None:
        return ()
    words = f"{left} are left in syringe and line. Destroy all of it, not {destroyed}."
    return (interlock("rest-does-not-balance", words, how=f"drawn - given = {left}; destroyed {destroyed}"),)


def before_giving(in_hand: Dose, dose: Dose, *, too_long_ago: bool) -> tuple[Finding, ...]:
    """What forbids beginning a dose: less was drawn for this patient than it takes, or it was drawn too long ago."""
    found = []
    if in_hand < dose:
        words = f"The register has {in_hand} drawn for this patient; the dose is {dose}. Draw it up with a witness."
        found.append(interlock("not-drawn", words, how=f"{in_hand} is less than {dose}"))
    if too_long_ago:
        words = "What was drawn is past its time. It is destroyed with a witness, and drawn again."
        found.append(interlock("drawn-too-long-ago", words, "ketalar-smpc"))
    return tuple(found)
