"""What a rule of the room refused, as its codes."""

from __future__ import annotations

from afterglow.ground.kernel.finding import Finding


def codes(found: tuple[Finding, ...]) -> tuple[str, ...]:
    """The codes, in their order; none of what they refuse can be signed past."""
    assert all(one.interlock for one in found), "nothing here can be signed past"
    return tuple(one.code for one in found)
