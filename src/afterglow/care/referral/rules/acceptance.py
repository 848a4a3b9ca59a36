"""Whether a referral can be accepted as it stands: who refers, who pays, where the patient lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from afterglow.ground.design.words import day as day_shown
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.referral import Funding, Referral, Referrer, Supporter

OWN_CONSULTANT = "trust-consultant-psychiatrist"
"""A consultant psychiatrist of the clinic's own trust."""

Profession = Referrer | Supporter | Literal["trust-consultant-psychiatrist", "care-coordinator"]

Paying = Literal["self-pay", "nhs", "individual-funding-request"]


@dataclass(frozen=True)
class Arrived:
    """What decides. ``referrer`` is None where the patient asks for themselves.

    ``responsible`` says that the referring doctor has clinical responsibility for the patient; ``residence`` is
    the county, empty where it is not known; ``known_here`` that the patient was in treatment here before.
    """

    received_on: date
    referrer: Profession | None
    responsible: bool
    residence: str
    funding: Paying
    known_here: bool = False


def acceptance_findings(arrived: Arrived, referral: Referral) -> tuple[Finding, ...]:
    """Everything that speaks against accepting the referral as it stands, in the order it is looked at."""
    return (
        *referrer_findings(arrived.referrer, arrived.responsible, referral),
        *residence_findings(arrived, referral),
        *funding_findings(arrived, referral),
    )


def referrer_findings(referrer: Profession | None, responsible: bool, referral: Referral) -> tuple[Finding, ...]:
    """Whether the letter is a referral: from whom the clinic accepts one, with clinical responsibility (F4).

    A letter of a psychologist or psychotherapist is welcome support and never a referral.
    """
    if referrer is None:
        if "patient" in referral.accepted_from:
            return ()
        return (_stop("no-doctor", f"The patient asks alone. {referral.say}", referral.source),)
    if referrer in referral.supporting_letters_from:
        words = f"A {referrer}’s letter is welcome support; it is not a referral. {referral.say}"
        return (_stop("support-is-no-referral", words, referral.source),)
    if _as_accepted(referrer) not in referral.accepted_from:
        return (_stop("referrer-not-accepted", referral.say, referral.source),)
    if not responsible:
        words = "The doctor does not say that they are responsible for the patient’s care. Ask them."
        return (_stop("no-responsibility", words, referral.source),)
    return ()


def residence_findings(arrived: Arrived, referral: Referral) -> tuple[Finding, ...]:
    """Whether a new patient from there is accepted on that day (F40). Who was treated here before stays."""
    rule = referral.new_patients
    if rule is None or arrived.known_here or arrived.received_on < rule.since:
        return ()
    if not arrived.residence.strip():
        return (_stop("residence-not-known", f"Where the patient lives is not known. {rule.say}", rule.source),)
    if rule.accepts(arrived.residence, arrived.received_on):
        return ()
    how = f"{arrived.residence}, received {day_shown(arrived.received_on)}"
    return (_stop("lives-elsewhere", rule.say, rule.source, how),)


def funding_findings(arrived: Arrived, referral: Referral) -> tuple[Finding, ...]:
    """Whether the way of paying that was asked for is open to this patient (F1); joint care is said."""
    offered = [funding for funding in referral.funding if funding.kind == arrived.funding]
    instead = " ".join(funding.say for funding in ways_to_pay(arrived, referral)) or "no way of paying."
    if not offered:
        words = "The clinic does not offer this way of paying."
        return (_stop("funding-not-offered", words, referral.source, f"Open to this patient: {instead}"),)
    for funding in offered:
        if _open_to(funding, arrived):
            return _joint_care(funding)
    last = offered[-1]
    closed = "" if last.closed_since is None else f"Closed since {day_shown(last.closed_since)}. "
    return (_stop("funding-not-open", last.say, last.source, f"{closed}Open to this patient: {instead}"),)


def ways_to_pay(arrived: Arrived, referral: Referral) -> tuple[Funding, ...]:
    """The ways of paying that are open to this patient."""
    return tuple(funding for funding in referral.funding if _open_to(funding, arrived))


def _open_to(funding: Funding, arrived: Arrived) -> bool:
    at_home = {place.casefold() for place in funding.residence}
    return (
        funding.open_on(arrived.received_on)
        and (not at_home or arrived.residence.strip().casefold() in at_home)
        and (funding.referrer == "any" or arrived.referrer == OWN_CONSULTANT)
    )


def _joint_care(funding: Funding) -> tuple[Finding, ...]:
    if funding.care != "joint":
        return ()
    words = "Care stays joint with the referring psychiatrist."
    return (Finding("joint-care", Severity.INFO, words, funding.source),)


def _as_accepted(referrer: Profession) -> str:
    return "psychiatrist" if referrer == OWN_CONSULTANT else referrer


def _stop(code: str, words: str, source: str, how: str = "") -> Finding:
    return Finding(code, Severity.STOP, words, source, how=how)
