"""Who is billed for what happened on a day: the patient, the NHS, or an insurer (F1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.referral import Funding

SELF_PAY, NHS = "self-pay", "nhs"


@dataclass(frozen=True)
class Payer:
    """Who is billed, and what they want to read on the invoice."""

    kind: str
    name: str = ""
    address: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Agreed:
    """A payer from a day on."""

    since: date
    payer: Payer


def payer_on(day: date, agreed: Sequence[Agreed], *, referred_as: str) -> Payer:
    """The latest payer whose day has come, later entries winning; else as the referral says; else the patient."""
    begun = [one for one in agreed if one.since <= day]
    if begun:
        return sorted(begun, key=lambda one: one.since)[-1].payer
    return Payer(NHS) if referred_as == NHS else Payer(SELF_PAY)


def funding_findings(payer: Payer, since: date, ways: Sequence[Funding]) -> tuple[Finding, ...]:
    """What speaks against a payer: a clinic that is not paid in this way, or no longer, and a payer without a name."""
    if payer.kind != SELF_PAY and not payer.name.strip():
        words = "Write whom the invoice goes to."
        return (Finding("payer-without-name", Severity.STOP, words, "default", interlock=True),)
    if payer.kind == NHS and not any(way.kind == NHS and way.open_on(since) for way in ways):
        words = "This clinic is not paid by the NHS for anybody."
        return (Finding("not-paid-by-nhs", Severity.STOP, words, "F1", interlock=True),)
    return ()
