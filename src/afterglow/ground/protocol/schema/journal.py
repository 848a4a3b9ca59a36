"""The journal: asked for after each treatment, kept by the patient."""

from __future__ import annotations

from typing import Literal

from afterglow.ground.protocol.schema.base import Count, Flag, Sourced, Words
from afterglow.ground.protocol.schema.units import Duration


class Journal(Sourced):
    """Whether and when a journal entry is asked for."""

    offered: Flag
    prompt_within: Duration | None = None
    asks: tuple[Words, ...] = ()
    follows_days: Count
    private_unless_shared: Flag
    readers: tuple[Literal["only-me", "nurse", "therapist", "psychiatrist"], ...]
    say: Words
