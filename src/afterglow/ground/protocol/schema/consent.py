"""What patients are told, in versioned texts, and what consent asks for."""

from __future__ import annotations

from typing import Literal

from afterglow.ground.protocol.schema.base import Code, Count, Day, Flag, Sourced, Words


class Information(Sourced):
    """One information text in the clinic's own words; paragraphs are parted by empty lines."""

    code: Code
    title: Words
    review_by: Day
    part_of_consent: Flag
    body: Words

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, paragraph by paragraph."""
        blocks = (" ".join(block.split()) for block in self.body.split("\n\n"))
        return tuple(block for block in blocks if block)


class Ages(Sourced):
    """Who consents at which age."""

    adult_from: Count
    own_consent_from: Count
    below: Literal["not-treated", "parents-and-own-team"]
    say: Words


class EachDose(Sourced):
    """Capacity and willingness are confirmed again before every dose."""

    capacity: Flag
    willingness: Flag
    say: Words


class Consent(Sourced):
    """Consent to exactly the texts that were read."""

    covers: tuple[Words, ...]
    shown_first: Code
    """The information shown before all other: long-run cost and burden."""
    ages: Ages
    each_dose: EachDose
    withdrawal: Words
    research: Words
    printable_as_one: Flag
