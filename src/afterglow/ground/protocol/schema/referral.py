"""Who may refer, who pays, how long it takes, whom the clinic treats and whom it sends elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Literal

from afterglow.ground.protocol.schema.base import Code, Day, Flag, Sourced, Words
from afterglow.ground.protocol.schema.units import DurationRange, Length

Referrer = Literal["gp", "psychiatrist", "other-doctor", "patient"]
Supporter = Literal["psychologist", "psychotherapist"]


class SelfEnquiry(Sourced):
    """Asking for oneself, without a doctor's letter."""

    by: tuple[Literal["phone", "online"], ...]
    first_consultation: Literal["free", "charged"]
    say: Words


class Funding(Sourced):
    """A way in which treatment is paid for, or no longer is."""

    kind: Literal["self-pay", "nhs", "individual-funding-request"]
    say: Words
    residence: tuple[Words, ...] = ()
    referrer: Literal["any", "own-consultant-psychiatrist"] = "any"
    care: Literal["clinic", "joint"] = "clinic"
    closed_since: Day | None = None

    def open_on(self, day: date) -> bool:
        """Whether this way is still accepted on a day."""
        return self.closed_since is None or day < self.closed_since


class NewPatients(Sourced):
    """From a day on, only people who live in these places are accepted as new patients."""

    residence: tuple[Words, ...]
    since: Day
    say: Words

    def accepts(self, residence: str, day: date) -> bool:
        """Whether a person living there is accepted when the referral arrives on that day."""
        return day < self.since or residence.casefold() in {place.casefold() for place in self.residence}


class Waiting(Sourced):
    """What a patient may expect, never a promise; "past the expected time", never "breach"."""

    first_consultation_expected_within: Length
    treatment_expected_after_consultation: DurationRange
    say: Words


class Indication(Sourced):
    """A condition the clinic treats."""

    code: Code
    say: Words
    only_after_other_treatment: Flag


class Ground(Sourced):
    """One reason for not offering an assessment; a clinician weighs all of them together."""

    code: Code
    say: Words
    then: Literal["crisis-route", "send-elsewhere", "ask-for-more"]
    unless: str = ""
    signpost: Words


class Referral(Sourced):
    """How a patient comes to the clinic."""

    accepted_from: tuple[Referrer, ...]
    supporting_letters_from: tuple[Supporter, ...]
    pack_for_doctors: Flag
    say: Words
    self_enquiry: SelfEnquiry | None = None
    new_patients: NewPatients | None = None
    waiting: Waiting
    funding: tuple[Funding, ...]
    indications: tuple[Indication, ...]
    grounds: tuple[Ground, ...]

    def ground(self, code: str) -> Ground:
        """The ground with a code. Raises KeyError when the protocol has none."""
        for ground in self.grounds:
            if ground.code == code:
                return ground
        raise KeyError(code)
