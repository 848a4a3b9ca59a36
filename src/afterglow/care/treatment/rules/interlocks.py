"""What holds every dose back and yields to nobody: identity, consent, capacity, will, signed direction.

The second check has its interlocks in ``second_check``; vials and witnesses are the pharmacy's.
"""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.ground.kernel.finding import Finding, Severity


@dataclass(frozen=True)
class BeforeDose:
    """What was confirmed today, before this dose. None means that nobody has asked yet.

    ``consent_valid`` says that a consent to the present texts stands and was not withdrawn;
    ``direction_signed`` that a prescriber's direction covers exactly this dose.
    """

    identity_confirmed: bool | None
    consent_valid: bool
    has_capacity: bool | None
    willing: bool | None
    direction_signed: bool


def interlock_findings(facts: BeforeDose) -> tuple[Finding, ...]:
    """Every interlock that still holds. None of them can be overridden by anyone."""
    held = (
        (
            facts.identity_confirmed,
            "identity-not-confirmed",
            "Identity is not confirmed. Ask name and date of birth.",
            "default",
        ),
        (facts.consent_valid, "no-valid-consent", "There is no valid consent to this treatment.", "N2"),
        (facts.has_capacity, "no-capacity", _capacity(facts.has_capacity), "N2"),
        (facts.willing, "not-willing", _will(facts.willing), "N2"),
        (facts.direction_signed, "direction-not-signed", "No signed direction covers this dose.", "default"),
    )
    return tuple(
        Finding(code, Severity.STOP, words, source, interlock=True)
        for confirmed, code, words, source in held
        if not confirmed
    )


def _capacity(answer: bool | None) -> str:
    return "Capacity for this decision is not confirmed today." if answer is None else "Capacity is lacking today."


def _will(answer: bool | None) -> str:
    if answer is None:
        return "The patient has not been asked today whether they want this dose."
    return "The patient does not want this dose."
