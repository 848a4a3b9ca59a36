"""Letters: to whom, when, and which contacts the clinic must have."""

from __future__ import annotations

from typing import Literal

from afterglow.ground.protocol.schema.base import Code, Flag, Sourced, Words

Recipient = Literal["patient", "referrer", "gp", "psychiatrist", "care-coordinator", "outside-therapist"]


class Letter(Sourced):
    """One kind of letter."""

    code: Code
    title: Words
    to: tuple[Recipient, ...]
    when: Words


class Contacts(Sourced):
    """The people whose names and addresses the clinic needs."""

    required: tuple[Recipient, ...]
    required_if_any: tuple[Recipient, ...] = ()
    """Needed where the patient has one: not everybody has a care coordinator."""
    say: Words


class Care(Sourced):
    """What the clinic does and does not take over."""

    takes_over_psychiatric_care: Flag
    admits_to_hospital: Flag
    crises: Words
    prescribing: Words


class OutsideTherapist(Sourced):
    """A therapist elsewhere, who may be written to."""

    may_be_written_to: Flag
    recommended_kinds: tuple[Words, ...]
    say: Words


class Letters(Sourced):
    """Correspondence."""

    kinds: tuple[Letter, ...]
    contacts: Contacts
    care: Care
    outside_therapist: OutsideTherapist
    approved_by: Literal["psychiatrist"]

    def kind(self, code: str) -> Letter:
        """The letter with a code. Raises KeyError when the clinic writes no such letter."""
        for letter in self.kinds:
            if letter.code == code:
                return letter
        raise KeyError(code)
