"""What is owed for a place, from what became of it."""

from __future__ import annotations

from typing import Literal

Outcome = Literal["confirmed", "attended", "absent", "not let in", "lost", "cancelled", "cancelled late", "called off"]


def owed(outcome: Outcome, fee_pence: int, *, owed_if_absent: bool) -> int:
    """Pence owed: the fee from the confirmation on, whether attended or not (L10).

    Nothing for a hold that was lost, once it was given back in time, when the clinic called the meeting off, and for
    somebody who was in time and was not let in all the same.
    """
    if outcome in ("confirmed", "attended", "cancelled late"):
        return fee_pence
    return fee_pence if outcome == "absent" and owed_if_absent else 0
