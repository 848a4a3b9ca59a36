"""Who may sign consent, at which age, and what else is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.consent import Ages, Consent

Signer = Literal["patient", "parent"]


@dataclass(frozen=True)
class Signing:
    """Who signs, and what the clinician found when they did."""

    name: str
    signer: Signer
    patient_agrees: bool
    capacity: bool
    """The patient's own, to decide about this treatment now."""
    capacity_words: str = ""
    relation: str = ""
    own_team_agrees: bool = False
    covered: tuple[str, ...] = ()
    """What was talked over, in the words of the protocol."""


def years_old(born: date, day: date) -> int:
    """Whole years of age on a day; who was born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def may_sign(signing: Signing, *, born: date, day: date, consent: Consent) -> tuple[Finding, ...]:
    """What holds consent back: every stop is an interlock that nobody overrides.

    Everything that the protocol's consent covers was talked over (N2). An adult signs, and nobody else. From the age
    of own consent the patient signs, and parents and present doctors take part (F7). Below it a parent signs and the
    patient agrees, where the clinic treats at that age at all.
    """
    return tuple(_reasons(signing, years_old(born, day), consent))


def _reasons(signing: Signing, age: int, consent: Consent) -> Iterator[Finding]:
    ages = consent.ages
    left_out = [item for item in consent.covers if item not in signing.covered]
    if left_out:
        yield _stop("not-talked-over", f"Not talked over yet: {', '.join(left_out)}.", consent.source)
    if not signing.name.strip():
        yield _stop("no-name", "Write the name of whoever signs.", "N2")
    if not signing.patient_agrees:
        yield _stop("not-willing", "The patient does not agree, so there is no consent.", "N2")
    if age >= ages.adult_from and signing.signer != "patient":
        yield _stop("adult-signs", "An adult signs for themselves. Nobody else can.", ages.source)
    if age >= ages.own_consent_from and not signing.capacity:
        words = "Without capacity to decide about this treatment there is no consent. Treatment waits."
        yield _stop("no-capacity", words, "N2")
    if age < ages.adult_from and ages.below == "not-treated":
        yield _stop("under-age", f"This clinic does not treat anybody under {ages.adult_from}.", ages.source)
    elif age < ages.adult_from:
        yield from _under_age(signing, age, ages)


def _under_age(signing: Signing, age: int, ages: Ages) -> Iterator[Finding]:
    if age < ages.own_consent_from and signing.signer != "parent":
        yield _stop("parent-signs", f"Under {ages.own_consent_from} a parent or guardian signs.", ages.source)
    if age >= ages.own_consent_from and signing.signer != "patient":
        yield _stop("young-person-signs", f"From {ages.own_consent_from} the patient signs.", ages.source)
    if signing.signer == "parent" and not signing.relation.strip():
        yield _stop("no-relation", "Write how whoever signs is related to the patient.", ages.source)
    if not signing.own_team_agrees:
        words = "Under age, the decision is made together with parents and present doctors. Record that both take part."
        yield _stop("no-joint-decision", words, ages.source)


def _stop(code: str, words: str, source: str) -> Finding:
    return Finding(code, Severity.STOP, words, source, interlock=True)
