"""Whether a consent that was given still holds, and what to look at beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from afterglow.care.consent.rules.signing import Signer, years_old
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.consent import Ages


@dataclass(frozen=True)
class Given:
    """A consent as it was given. ``sha256`` is the hash of the texts it was given to."""

    signer: Signer
    sha256: str
    withdrawn: bool
    detention_status: str = ""


@dataclass(frozen=True)
class Now:
    """What is known of the patient today, and the hash of the texts now in force."""

    born: date
    day: date
    sha256: str
    detention_status: str = ""


def consent_stops(given: Given | None, now: Now, ages: Ages) -> tuple[Finding, ...]:
    """Why there is no valid consent. Each is an interlock: nobody goes past it."""
    if given is None:
        return (_stop("no-consent", "There is no consent yet.", "N2"),)
    if given.withdrawn:
        return (_stop("consent-withdrawn", "Consent was taken back.", "N2"),)
    if given.signer == "parent" and years_old(now.born, now.day) >= ages.own_consent_from:
        words = f"A parent signed. The patient is {ages.own_consent_from} now and decides for themselves: ask them."
        return (_stop("own-consent-needed", words, ages.source),)
    return ()


def consent_notes(given: Given | None, now: Now, ages: Ages) -> tuple[Finding, ...]:
    """What to look at beside a consent, or before one: age, detention, and texts that changed since."""
    return tuple(_notes(given, now, ages))


def _notes(given: Given | None, now: Now, ages: Ages) -> Iterator[Finding]:
    if years_old(now.born, now.day) < ages.adult_from:
        yield Finding("under-age", Severity.CAUTION, ages.say, ages.source)
    if now.detention_status:
        words = f"Detained: {now.detention_status}. Look again whether the patient decides freely, and write down how."
        yield Finding("detained", Severity.CAUTION, words, "default")
    if given is None or given.withdrawn:
        return
    if given.detention_status != now.detention_status:
        then = given.detention_status or "not detained"
        words = f"When they signed the patient was {then}. That has changed. Ask again."
        yield Finding("detention-changed", Severity.CAUTION, words, "default")
    if given.sha256 != now.sha256:
        words = "The information has changed since they signed. Go through what is new, and ask again."
        yield Finding("information-changed", Severity.CAUTION, words, "F38")


def _stop(code: str, words: str, source: str) -> Finding:
    return Finding(code, Severity.STOP, words, source, interlock=True)
