"""How much of a charge may be waived or written off, and how much of a payment may go back."""

from __future__ import annotations

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money


def waiver_findings(asked: Money, left_of_charge: Money, reason: str) -> tuple[Finding, ...]:
    """Up to what was not let off already, paid or not: what was paid is then owed back. Always with a reason."""
    return _findings(asked, left_of_charge, reason, "waived", "The charge")


def write_off_findings(asked: Money, unpaid: Money, reason: str) -> tuple[Finding, ...]:
    """Up to what is unpaid: only a debt is written off. Always with a reason."""
    return _findings(asked, unpaid, reason, "written off", "What is unpaid")


def refund_findings(asked: Money, owed_back: Money, reason: str) -> tuple[Finding, ...]:
    """Up to what of the payment pays for nothing: waive a charge first to give money back for it."""
    return _findings(asked, owed_back, reason, "paid back", "What is owed back of this payment")


def _findings(asked: Money, most: Money, reason: str, done: str, of_what: str) -> tuple[Finding, ...]:
    if not reason.strip():
        words = f"Write why it is {done}."
        return (Finding("no-reason", Severity.STOP, words, "default", interlock=True),)
    if not 0 < asked.pence <= most.pence:
        words = f"{of_what} is {most}: no more than that can be {done}."
        return (Finding("too-much", Severity.STOP, words, "default", f"{asked} asked, {most} at most", interlock=True),)
    return ()
