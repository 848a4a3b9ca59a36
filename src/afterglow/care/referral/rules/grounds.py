"""Grounds for not offering an assessment, each on its own, under one clinician's judgement of the whole (F5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.referral import Ground, Referral

Decision = Literal["accept", "ask-for-more", "send-elsewhere"]

OTHER = "other"
"""The list is never complete: this ground is said in the clinician's own words."""


def crisis_ground(found: Iterable[str], referral: Referral) -> Ground | None:
    """The ground among those found that sends to the crisis route at once; None where there is none."""
    codes = frozenset(found)
    return next((one for one in referral.grounds if one.code in codes and one.then == "crisis-route"), None)


def judgement_findings(
    decision: Decision, words: str, found: Mapping[str, str], referral: Referral
) -> tuple[Finding, ...]:
    """What a judgement still lacks. Only its completeness is checked, never its content."""
    missing = []
    if decision == "send-elsewhere" and not found:
        missing.append(_lacks("no-ground", "Choose at least one ground for sending the referral elsewhere."))
    if decision == "ask-for-more" and not words.strip():
        missing.append(_lacks("nothing-asked", "Say what is asked for, and of whom."))
    if decision == "accept" and found and not words.strip():
        missing.append(_lacks("no-reason", "Say why the referral is accepted although there are grounds against it."))
    if OTHER in found and not found[OTHER].strip():
        missing.append(_lacks("ground-without-words", f"Say more about “{referral.ground(OTHER).say}”."))
    return tuple(missing)


def signposts(found: Iterable[str], referral: Referral) -> tuple[str, ...]:
    """Where else help is to be had, one sentence for each ground found, in the protocol's order (F34)."""
    codes = frozenset(found)
    return tuple(one.signpost for one in referral.grounds if one.code in codes)


def _lacks(code: str, words: str) -> Finding:
    return Finding(code, Severity.STOP, words, "default", interlock=True)
