"""What the clinic tells everybody about their data: who answers for it, why it may be kept, and for how long."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Strict

from afterglow.ground.protocol.schema.base import Code, Sourced, Words

Years = Annotated[int, Strict(), Field(ge=1, le=100, examples=[20])]


class Kept(Sourced):
    """One kind of data and how long it is kept. Nothing is erased by itself: somebody looks first."""

    code: Code
    title: Words
    why: Words
    years: Years
    counted_from: Words


class Privacy(Sourced):
    """What stands on the page about privacy."""

    responsible: Words
    """Who answers for the data in law (the controller)."""
    questions_to: Words
    """The address for questions about data, and for a copy of one's own."""
    allowed_because: Words
    articles: Words
    """The same in the words of the law, for whoever wants to look it up."""
    shared_with: tuple[Words, ...]
    """Who else handles data for the clinic, and what they see."""
    complaints_to: Words
    keep: tuple[Kept, ...] = Field(min_length=1)
