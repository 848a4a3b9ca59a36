"""How a try to pay ended, in words for the payer."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

LIVES: Final = timedelta(minutes=90)
"""How long a payment at the card service waits for its payer (GOV.UK Pay's documentation)."""

HELD_FOR: Final = LIVES + timedelta(minutes=5)
"""How long a place is held for a payment that has begun: as long as it lives, and until we have heard of its end."""

EXPIRED: Final = "The time for paying was over."
NOT_REACHED: Final = "The card service could not be reached. Nothing was paid."

_ENDS: Final = {
    "P0010": "The card was declined.",
    "P0020": EXPIRED,
    "P0030": "You cancelled the payment.",
    "P0040": "The payment was stopped.",
}


def end_words(code: str) -> str:
    """How a payment ended, by the card service's code."""
    return _ENDS.get(code, "The payment did not go through.")
