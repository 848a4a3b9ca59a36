"""Which texts consent rests on, in the order they are read, and the hash of exactly those words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.consent import Information
from afterglow.ground.protocol.schema.protocol import Protocol


def consent_texts(protocol: Protocol) -> tuple[Information, ...]:
    """The texts that are part of consent: long-run cost and burden before all others (F36)."""
    first = protocol.information_on(protocol.consent.shown_first)
    others = (text for text in protocol.information if text.part_of_consent and text.code != first.code)
    return (first, *others)


def further_texts(protocol: Protocol) -> tuple[Information, ...]:
    """What there is to read besides: comparisons, why it is not routine, how it works (F14, F46, S12)."""
    parts = {text.code for text in consent_texts(protocol)}
    return tuple(text for text in protocol.information if text.code not in parts)


def texts_sha256(protocol: Protocol) -> str:
    """The hash of every word that consent rests on, titles included."""
    texts = [(text.code, text.title, text.paragraphs) for text in consent_texts(protocol)]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def review_findings(protocol: Protocol, day: date) -> tuple[Finding, ...]:
    """A caution for every text whose date of review is over."""
    return tuple(_overdue(protocol, day))


def _overdue(protocol: Protocol, day: date) -> Iterator[Finding]:
    for text in protocol.information:
        if text.review_by < day:
            words = f"“{text.title}” was to be reviewed by {text.review_by:%-d %B %Y}. Ask for the reviewed text."
            yield Finding(f"review-overdue-{text.code}", Severity.CAUTION, words, "F38")
