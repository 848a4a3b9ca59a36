"""Two people for one entry."""

from __future__ import annotations

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.kernel.finding import Finding


def witness_findings(actor: int | None, witness: int | None, *, required: bool) -> tuple[Finding, ...]:
    """Whether the second person is there, and is another. Both are numbers of accounts; None is nobody."""
    if witness is None:
        return (interlock("no-witness", "A second person must witness this."),) if required else ()
    if witness == actor:
        return (interlock("same-person", "The witness must be another person."),)
    return ()
